package dev.cria.recipes.job.answers;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * All that was made of a seed.
 *
 * @param row number of the seed, from 0
 * @param origin file and row of the seed
 * @param digest SHA-256 of its text
 */
record SeedOutcome(
        @JsonProperty(required = true) int row,
        @JsonProperty(required = true) String origin,
        @JsonProperty(value = "seed_sha256", required = true) String digest,
        @JsonProperty(required = true) List<Synthesized> made) {}
