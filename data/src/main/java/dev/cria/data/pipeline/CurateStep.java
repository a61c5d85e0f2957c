package dev.cria.data.pipeline;

/** A step of curation. */
public sealed interface CurateStep permits DocumentStep, CorpusStep {}
