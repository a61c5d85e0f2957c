/** Steps that keep harmful and personal content out of a corpus. */
package dev.cria.data.safety;
