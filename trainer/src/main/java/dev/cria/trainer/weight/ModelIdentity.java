package dev.cria.trainer.weight;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Tells model folders apart by the names, sizes and times of their safetensors files. */
final class ModelIdentity {

    /** To be raised when codes are made or laid out in another way. */
    private static final int FORMAT = 1;

    private ModelIdentity() {}

    /** The name of the file of a model's quantised weights. */
    static String fileName(Path folder, BaseType type) {
        List<String> facts = new ArrayList<>();
        facts.add(type + " " + FORMAT);
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.sorted().toList()) {
                if (file.getFileName().toString().endsWith(".safetensors")) {
                    facts.add(
                            "%s %d %d"
                                    .formatted(
                                            file.getFileName(),
                                            Files.size(file),
                                            Files.getLastModifiedTime(file).toMillis()));
                }
            }
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be read: " + e.getMessage(), e);
        }
        String hash = Sha256.of(String.join("\n", facts).getBytes(StandardCharsets.UTF_8));
        return "base-%s-%s.safetensors"
                .formatted(type.name().toLowerCase(Locale.ROOT), hash.substring(0, 16));
    }
}
