/**
 * What a step of curation is, for those who write steps and those who run them: {@link
 * dev.cria.data.pipeline.DocumentStep}, which looks at one document at a time, and {@link
 * dev.cria.data.pipeline.CorpusStep}, which has to know all of them first.
 */
package dev.cria.data.pipeline;
