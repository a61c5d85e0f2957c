package dev.cria.recipes.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.Continuation;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.evaluate.Likelihood;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "score",
        description = "Adds to each row the log-probability of every token after the first.",
        footerHeading = "%nExamples:%n",
        footer = {"  cria score --model base --input rows.jsonl --output scored.jsonl"})
final class ScoreCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();

    @Mixin ModelOptions model;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "JSONL",
            description = "rows with ids or text")
    Path input;

    @Option(names = "--output", required = true, paramLabel = "JSONL", description = "a new file")
    Path output;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(output)) {
            throw new UserException(
                    output + ": exists already and is not overwritten; name another place");
        }
        if (!Files.isRegularFile(input)) {
            throw new UserException(input + ": no such file");
        }
        List<String> lines = Files.readAllLines(input);
        StringBuilder scored = new StringBuilder();
        try (Engine engine = model.engine();
                OpenPolicy opened = model.open(engine)) {
            Tokenizer tokenizer = null;
            try {
                for (int i = 0; i < lines.size(); i++) {
                    ObjectNode row = row(lines.get(i), i + 1);
                    if (!row.has("ids") && tokenizer == null) {
                        tokenizer = opened.tokenizer();
                    }
                    scored.append(score(row, opened, tokenizer, i + 1)).append('\n');
                }
            } finally {
                if (tokenizer != null) {
                    tokenizer.close();
                }
            }
        }
        DurableFiles.writeFile(output, scored.toString().getBytes(StandardCharsets.UTF_8));
        System.out.printf("scored %d rows into %s%n", lines.size(), output);
        return 0;
    }

    private ObjectNode score(ObjectNode row, OpenPolicy opened, Tokenizer tokenizer, int number) {
        int[] ids =
                row.has("ids")
                        ? ids(row.get("ids"), opened.model().config().vocabSize(), number)
                        : Continuation.startOf(
                                opened.policy(), tokenizer, row.path("text").asText());
        ArrayNode logProbs = row.putArray("logprobs");
        for (float logProb : Likelihood.ofText(opened.policy(), ids)) {
            logProbs.add(logProb);
        }
        return row;
    }

    private int[] ids(JsonNode node, int vocabulary, int number) {
        return IntStream.range(0, node.size())
                .map(
                        i -> {
                            JsonNode id = node.get(i);
                            if (!id.isInt() || id.asInt() < 0 || id.asInt() >= vocabulary) {
                                throw wrong(number, "'ids' holds " + id + ", not a token id");
                            }
                            return id.asInt();
                        })
                .toArray();
    }

    private ObjectNode row(String line, int number) {
        try {
            JsonNode node = JSON.readTree(line);
            boolean ids = node.path("ids").isArray();
            if (node instanceof ObjectNode row && (ids || node.path("text").isTextual())) {
                return row;
            }
        } catch (JsonProcessingException e) {
            throw wrong(number, "not valid JSON: " + e.getOriginalMessage());
        }
        throw wrong(number, "expected {\"ids\":[…]} or {\"text\":…}");
    }

    private UserException wrong(int number, String what) {
        return new UserException("%s:%d: %s".formatted(input, number, what));
    }
}
