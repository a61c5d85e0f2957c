package dev.cria.recipes.track;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/**
 * Event files of TensorBoard, a folder for each stage: each counts its steps from 1. A process that
 * goes on with a stage begins a file of its own, which says from which step on earlier ones are
 * void.
 */
final class TensorBoard implements Tracker {

    private final Path folder;
    private final Clock clock;
    private String stage = "";
    private EventFile file;

    TensorBoard(Path folder) {
        this(folder, Clock.systemUTC());
    }

    TensorBoard(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public void goOn(String next, long done, List<JsonNode> kept) {
        boolean same = file != null && stage.equals(next);
        if (!same) {
            close();
            stage = next;
            if (!hasFiles(folder.resolve(next))) {
                open(0);
                // What was run before the files were asked for.
                kept.stream()
                        .filter(line -> line.path("stage").asText().equals(next))
                        .forEach(this::step);
                return;
            }
        }
        open(done);
    }

    private void open(long done) {
        double now = clock.millis() / 1e3;
        if (file == null) {
            file = EventFile.create(free(folder.resolve(stage)));
            file.append(EventProto.version(now));
        }
        file.append(EventProto.start(now, done + 1));
    }

    @Override
    public void step(JsonNode line) {
        file.append(
                EventProto.scalars(
                        line.path("time").asDouble(),
                        line.path("step").asLong(),
                        Scalars.of(line)));
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    private static boolean hasFiles(Path folder) {
        return Files.isDirectory(folder);
    }

    /**
     * Readers take the files of a folder in the order of their names, which begin with the time.
     */
    private Path free(Path of) {
        long seconds = clock.millis() / 1000;
        for (int number = 0; ; number++) {
            Path path =
                    of.resolve(
                            String.format(
                                    Locale.ROOT,
                                    "events.out.tfevents.%010d.%s.%d.%d",
                                    seconds,
                                    host(),
                                    ProcessHandle.current().pid(),
                                    number));
            if (!Files.exists(path)) {
                return path;
            }
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "_");
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }

    @Override
    public String toString() {
        return "TensorBoard in " + folder;
    }
}
