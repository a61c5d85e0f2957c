/** The pipeline from raw files to curated documents, with every drop counted. */
package dev.cria.data.curate;
