/** Work that is done in pieces, in a folder of its own, and can be killed at any time. */
package dev.cria.data.work;
