package dev.cria.recipes.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.estimate.MachineSpeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The speed of this machine, measured once an hour at most and kept in the user's cache. The
 * fastest counts: what is slower was measured beside other programs. Measured anew where the
 * processor, the number of threads or the type of gradients is another.
 */
record SpeedCache(Path file, Measure measure) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration FRESH = Duration.ofHours(1);

    /** Measures the machine. */
    @FunctionalInterface
    interface Measure {

        /**
         * @param threads of the CPU; 0 for all
         * @param gradients the type of factors of products in the backward pass
         */
        MachineSpeed speed(int threads, DType gradients);
    }

    /** {@code cria/speed.json} in XDG_CACHE_HOME, or in .cache of the home folder. */
    static SpeedCache ofUser() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path folder =
                cache == null || cache.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        return new SpeedCache(folder.resolve("cria/speed.json"), SpeedCache::measured);
    }

    /** The speed with so many CPU threads, 0 for all, and such products in the backward pass. */
    MachineSpeed speed(int threads, DType gradients) {
        String machine = processor() + ", threads " + threads + ", gradients " + gradients;
        MachineSpeed before = new MachineSpeed(0, 0);
        try {
            JsonNode kept = Files.exists(file) ? JSON.readTree(file.toFile()) : null;
            if (kept != null && kept.path("machine").asText().equals(machine)) {
                before =
                        new MachineSpeed(
                                kept.path("flops").asDouble(),
                                kept.path("backward_flops").asDouble(),
                                kept.path("bytes").asDouble());
                if (isFresh()) {
                    return before;
                }
            }
        } catch (IOException e) {
            // A damaged cache is measured again.
        }
        MachineSpeed fastest = before.or(measure.speed(threads, gradients));
        keep(machine, fastest);
        return fastest;
    }

    private boolean isFresh() throws IOException {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        return written.isAfter(Instant.now().minus(FRESH));
    }

    private static MachineSpeed measured(int threads, DType gradients) {
        if (threads > 0) {
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        }
        try (Engine engine = Engine.on("cpu", DType.F32, gradients)) {
            return MachineSpeed.measure(engine);
        }
    }

    private void keep(String machine, MachineSpeed speed) {
        ObjectNode node = JSON.createObjectNode();
        node.put("machine", machine);
        node.put("flops", speed.flops());
        node.put("backward_flops", speed.backwardFlops());
        node.put("bytes", speed.bytes());
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, node + "\n");
        } catch (IOException e) {
            // Without a cache it is measured each time.
        }
    }

    private static String processor() {
        int count = Runtime.getRuntime().availableProcessors();
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            String name =
                    lines.filter(line -> line.startsWith("model name"))
                            .findFirst()
                            .orElse("processor");
            return name + ", processors " + count;
        } catch (IOException e) {
            return System.getProperty("os.arch") + ", processors " + count;
        }
    }
}
