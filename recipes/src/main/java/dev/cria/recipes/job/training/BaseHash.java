package dev.cria.recipes.job.training;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * The hash of the weights that a stage does not train: a checkpoint names them by it and does not
 * copy them. It is computed beside training. {@code base-hashes.json} in the run's cache keeps it
 * for files of the same size and time.
 */
public final class BaseHash {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    private final CompletableFuture<String> hash = new CompletableFuture<>();

    /** Begins to hash the safetensors files of a model folder. */
    public BaseHash(Path model, Path cacheFolder) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                hash.complete(of(model, cacheFolder.resolve("base-hashes.json")));
                            } catch (IOException | RuntimeException e) {
                                hash.completeExceptionally(e);
                            }
                        },
                        "hash of the base");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for it. */
    public String get() {
        try {
            return hash.join();
        } catch (CompletionException e) {
            throw new UserException(
                    "the base model cannot be hashed: " + e.getCause().getMessage(), e);
        }
    }

    private static String of(Path model, Path file) throws IOException {
        Map<String, String> known = known(file);
        Map<String, String> now = new TreeMap<>();
        StringBuilder all = new StringBuilder();
        for (Path weights : weights(model)) {
            String key =
                    "%s %d %d"
                            .formatted(
                                    weights.toAbsolutePath(),
                                    Files.size(weights),
                                    Files.getLastModifiedTime(weights).toMillis());
            String one = known.get(key);
            now.put(key, one == null ? Sha256.of(weights) : one);
            all.append(weights.getFileName()).append(' ').append(now.get(key)).append('\n');
        }
        if (!known.keySet().containsAll(now.keySet())) {
            now.putAll(known);
            DurableFiles.writeFile(file, JSON.writeValueAsBytes(now));
        }
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<Path> weights(Path model) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(model)) {
            entries.filter(f -> f.getFileName().toString().endsWith(".safetensors"))
                    .sorted()
                    .forEach(files::add);
        }
        return files;
    }

    private static Map<String, String> known(Path file) {
        try {
            return Files.exists(file) ? JSON.readValue(file.toFile(), TEXTS) : Map.of();
        } catch (IOException damaged) {
            return Map.of();
        }
    }
}
