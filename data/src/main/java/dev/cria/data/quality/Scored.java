package dev.cria.data.quality;

/** A score, of any scale where nothing else is said, and the truth. */
record Scored(double score, boolean good) {}
