package dev.cria.data.pipeline;

/** A step of curation. One that is {@link java.io.Closeable} is closed at the end of a run. */
public sealed interface CurateStep permits DocumentStep, CorpusStep {}
