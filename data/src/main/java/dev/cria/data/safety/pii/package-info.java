/** Personal data in texts: found by scanning for the characters that it has, and masked. */
package dev.cria.data.safety.pii;
