package dev.cria.benchmarks;

import java.nio.file.Path;

/**
 * Where things are, and how much is run.
 *
 * @param home the checkout
 * @param work where models, rows and outputs are put; outside of the checkout
 * @param shared the folder with the peer's scripts and data
 * @param python the Python that has the peer's packages
 * @param runs how often each side is run
 * @param steps optimizer steps of a run
 * @param warmup how many of them are not timed
 */
record Bench(Path home, Path work, Path shared, String python, int runs, int steps, int warmup) {

    /** The model of 160 million parameters that both sides train. */
    Path model() {
        return work.resolve("160m");
    }

    /** Rows of exactly 512 tokens. */
    Path rows() {
        return work.resolve("rows512.jsonl");
    }

    /** Conversations of the peer's benchmark. */
    Path conversations() {
        return shared.resolve("peers/bench/sft.jsonl");
    }

    /** Pairs of answers of the peer's benchmark. */
    Path pairs() {
        return shared.resolve("peers/bench/pref.jsonl");
    }

    /** The adapter that both sides start from. */
    Path startAdapter() {
        return work.resolve("start-adapter");
    }

    /** A tokenizer of 1,024 tokens, for models in which the vocabulary should cost little. */
    Path smallTokenizer() {
        return shared.resolve("golden/model-30");
    }

    /** The same with other steps. */
    Bench withSteps(int otherSteps, int otherWarmup) {
        return new Bench(home, work, shared, python, runs, otherSteps, otherWarmup);
    }
}
