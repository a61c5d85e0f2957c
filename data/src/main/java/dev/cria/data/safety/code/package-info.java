/** Patterns of insecure program text, with the weaknesses that they are examples of. */
package dev.cria.data.safety.code;
