/** A trained classifier of document quality. */
package dev.cria.data.quality;
