/** Training text that holds what models are tested with. */
package dev.cria.data.decontaminate;
