package dev.cria.recipes.cli;

import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.rows.JsonForms;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.generate.Sampling;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** How answers are drawn, how many, and where they end. */
final class SamplingOptions {

    @Option(names = "--temperature", defaultValue = "0", description = "0: the likeliest token")
    double temperature;

    @Option(names = "--top-k", defaultValue = "0", description = "so many likeliest tokens; 0: all")
    int topK;

    @Option(names = "--top-p", defaultValue = "1", description = "nucleus sampling")
    double topP;

    @Option(
            names = "--min-p",
            defaultValue = "0",
            description = "least share of the likeliest token's probability")
    double minP;

    @Option(
            names = "--repetition-penalty",
            defaultValue = "1",
            description = "above 1: says less twice")
    double repetitionPenalty;

    @Option(names = "--seed", defaultValue = "0", description = "of the draw")
    long seed;

    @Option(
            names = {"--n", "--num-samples"},
            defaultValue = "1",
            description = "answers")
    int samples;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "ends an answer and is not shown; may be given again")
    List<String> stops = List.of();

    @Option(
            names = "--logprobs",
            paramLabel = "N",
            defaultValue = "-1",
            description = "with --json: log-probabilities of the tokens, and of the N likeliest")
    int logProbs;

    @Option(
            names = "--json-schema",
            paramLabel = "FILE",
            description = "answers are JSON of this schema; 'any' for any JSON")
    String jsonSchema;

    /**
     * A request with all this.
     *
     * @param tokenizer null where there is none
     */
    Request apply(Request request, Set<Integer> stopIds, Tokenizer tokenizer) {
        return request.withForm(jsonSchema == null ? null : JsonForms.of(jsonSchema, tokenizer))
                .withSamples(samples)
                .with(new Sampling(temperature, topK, topP, minP, repetitionPenalty), seed)
                .withStops(stopIds, stops)
                .withLogProbs(logProbs);
    }
}
