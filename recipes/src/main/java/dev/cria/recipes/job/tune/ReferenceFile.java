package dev.cria.recipes.job.tune;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.trainer.loss.ReferenceLogProbs;
import dev.cria.trainer.loss.ReferenceLogProbs.Both;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a reference says of pairs, a pair a line. */
final class ReferenceFile {

    private static final JsonMapper JSON = new JsonMapper();

    private ReferenceFile() {}

    /** A line. */
    private record Line(
            @JsonProperty(required = true) String origin,
            @JsonProperty(required = true) double chosen,
            @JsonProperty(required = true) double rejected) {}

    static void write(Path file, ReferenceLogProbs reference) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try {
            for (Map.Entry<String, Both> pair : reference.byOrigin().entrySet()) {
                Both both = pair.getValue();
                lines.write(
                        JSON.writeValueAsBytes(
                                new Line(pair.getKey(), both.chosen(), both.rejected())));
                lines.write('\n');
            }
            Files.createDirectories(file.getParent());
            DurableFiles.writeFile(file, lines.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ReferenceLogProbs read(Path file) {
        Map<String, Both> byOrigin = new TreeMap<>();
        int number = 0;
        try {
            List<String> lines = Files.readAllLines(file);
            for (String text : lines) {
                number++;
                Line line = JSON.readValue(text, Line.class);
                byOrigin.put(line.origin(), new Both(line.chosen(), line.rejected()));
            }
        } catch (IOException e) {
            throw new CorruptFileException(
                    file,
                    "line %d is no {\"origin\": ..., \"chosen\": ..., \"rejected\": ...}, as reference.jsonl of a stage dpo has them"
                            .formatted(number),
                    e);
        }
        return new ReferenceLogProbs(byOrigin);
    }
}
