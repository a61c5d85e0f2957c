/** Documents: texts with where they come from. */
package dev.cria.data.document;
