/** Readers and writers of documents: JSONL, plain text and Parquet. */
package dev.cria.data.source;
