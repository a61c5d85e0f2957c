package dev.cria.recipes.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * attempts.jsonl: when processes began and ended their work on a run, what they went on from and
 * what went wrong, a line each. A line survives a loss of power once it is written. The process
 * that works on the run writes it, and its supervisor while there is no such process.
 */
public final class AttemptLog {

    /** Its name in the run folder. */
    public static final String NAME = "attempts.jsonl";

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Clock clock;

    /** The log of a run folder. */
    public AttemptLog(Path folder) {
        this(folder, Clock.systemUTC());
    }

    AttemptLog(Path folder, Clock clock) {
        this.file = folder.resolve(NAME);
        this.clock = clock;
    }

    /** The beginning of a line. */
    public static ObjectNode event(String name) {
        return JSON.createObjectNode().put("event", name);
    }

    /** Seconds since 1970. */
    double now() {
        return clock.millis() / 1e3;
    }

    /** Appends an event, with the time unless it has one. */
    public void append(ObjectNode event) {
        if (!event.has("time")) {
            event.put("time", now());
        }
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            String start = isTorn(channel) ? "\n" : "";
            ByteBuffer line = StandardCharsets.UTF_8.encode(start + event + "\n");
            long at = channel.size();
            while (line.hasRemaining()) {
                at += channel.write(line, at);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Whether a crash has cut off the last line. */
    private static boolean isTorn(FileChannel channel) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return channel.size() > 0
                && channel.read(last, channel.size() - 1) == 1
                && last.get(0) != '\n';
    }

    /** All events in order; lines that a crash has cut off are left out. */
    public List<JsonNode> read() {
        List<JsonNode> events = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                Files.readString(file).lines().forEach(line -> add(events, line));
            }
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return events;
    }

    private static void add(List<JsonNode> events, String line) {
        try {
            JsonNode event = JSON.readTree(line);
            if (event.path("time").isNumber()) {
                events.add(event);
            }
        } catch (JsonProcessingException torn) {
            // What it said is lost; all that follows from events is how time is accounted for and
            // what is left out, and the latter is written again when it is needed again.
            System.getLogger(AttemptLog.class.getName())
                    .log(System.Logger.Level.WARNING, "{0}: a line is cut off", NAME);
        }
    }
}
