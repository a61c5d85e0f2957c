package dev.cria.checkpoints.gguf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Lets llama.cpp continue prompts greedily, in a process of its own. */
final class LlamaCpp {

    private static final JsonMapper JSON = new JsonMapper();

    private LlamaCpp() {}

    /**
     * @param adapters files of one adapter, or none
     * @return for each prompt its {@code ids} and the {@code text} that follows
     */
    static JsonNode run(Path dir, Path model, ArrayNode prompts, int numTokens, Path... adapters)
            throws IOException, InterruptedException {
        Path results = dir.resolve("results.json");
        Path log = dir.resolve("log.txt");
        Files.deleteIfExists(results);
        Files.write(dir.resolve("prompts.json"), JSON.writeValueAsBytes(prompts));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                LlamaCppMain.class.getName(),
                                model.toString(),
                                dir.resolve("prompts.json").toString(),
                                results.toString(),
                                Integer.toString(numTokens)));
        Arrays.stream(adapters).map(Path::toString).forEach(command::add);
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertTrue(ended && Files.exists(results), () -> "llama.cpp failed:\n" + read(log));
        return JSON.readTree(results.toFile());
    }

    /** A tokenizer whose tokens are called [0], [1] and so on. */
    static Path namesForTokens(Path dir, Path tokenizer, int count) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(tokenizer.toFile());
        ObjectNode model = (ObjectNode) root.get("model");
        model.putObject("vocab");
        model.putArray("merges");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < count; id++) {
            added.addObject().put("id", id).put("content", "[" + id + "]").put("special", false);
        }
        Path named = dir.resolve("named.json");
        Files.write(named, JSON.writeValueAsBytes(root));
        return named;
    }

    /** Ids as the tokens of {@link #namesForTokens} spell them. */
    static String spelled(JsonNode ids) {
        return StreamSupport.stream(ids.spliterator(), false)
                .map(id -> "[" + id + "]")
                .collect(Collectors.joining());
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
