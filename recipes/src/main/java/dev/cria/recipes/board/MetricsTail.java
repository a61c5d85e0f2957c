package dev.cria.recipes.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Follows metrics.jsonl while it grows. A run that goes on from a checkpoint puts a shorter file in
 * its place: then everything is read again, and the epoch is another one.
 */
final class MetricsTail {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int CHUNK = 1 << 20;

    private final Path file;
    private final Map<String, StageSeries> stages = new LinkedHashMap<>();
    private Object key;
    private long offset;
    private int epoch;
    private long lines;

    MetricsTail(Path file) {
        this.file = file;
    }

    /**
     * Lines that are new; none of a file that was not followed before.
     *
     * @param epoch grows whenever the file was replaced
     * @param from how many lines the epoch had before these
     */
    record News(int epoch, long from, List<JsonNode> lines) {}

    /** Reads on. */
    synchronized News poll() {
        List<JsonNode> news = new ArrayList<>();
        try {
            if (!Files.exists(file)) {
                if (key != null) {
                    reset(null);
                }
                return new News(epoch, 0, news);
            }
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (!Objects.equals(now.fileKey(), key) || now.size() < offset) {
                reset(now.fileKey());
                read(now.size(), line -> {});
                return new News(epoch, lines, news);
            }
            long from = lines;
            read(now.size(), news::add);
            return new News(epoch, from, news);
        } catch (IOException e) {
            // It is being replaced, or not to be read: the next look will tell.
            return new News(epoch, lines, news);
        }
    }

    /** All figures so far, with the epoch and how many lines they stand for. */
    synchronized ObjectNode json() {
        if (key == null) {
            poll();
        }
        ObjectNode json = JSON.createObjectNode().put("epoch", epoch).put("lines", lines);
        ObjectNode all = json.putObject("stages");
        stages.forEach((name, series) -> all.set(name, series.json()));
        return json;
    }

    private void reset(Object newKey) {
        key = newKey;
        offset = 0;
        lines = 0;
        epoch++;
        stages.clear();
    }

    private void read(long size, Consumer<JsonNode> news) throws IOException {
        if (size == offset) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
            while (offset < size) {
                buffer.clear();
                int read = channel.read(buffer, offset);
                int end = read;
                while (end > 0 && buffer.get(end - 1) != '\n') {
                    end--;
                }
                if (end <= 0) {
                    return;
                }
                offset += end;
                String text = new String(buffer.array(), 0, end, StandardCharsets.UTF_8);
                text.lines().forEach(line -> add(line, news));
            }
        }
    }

    private void add(String text, Consumer<JsonNode> news) {
        try {
            JsonNode line = JSON.readTree(text);
            stages.computeIfAbsent(line.path("stage").asText(), name -> new StageSeries())
                    .add(line);
            news.accept(line);
            lines++;
        } catch (JsonProcessingException damaged) {
            System.getLogger(MetricsTail.class.getName())
                    .log(System.Logger.Level.DEBUG, "{0}: a damaged line", file);
        }
    }
}
