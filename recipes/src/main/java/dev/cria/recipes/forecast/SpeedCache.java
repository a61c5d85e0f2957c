package dev.cria.recipes.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.estimate.MachineSpeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * The speed of this machine, measured once and kept in the user's cache. Measured again where the
 * processor or the number of threads is another.
 *
 * @param measure measures with a number of threads
 */
record SpeedCache(Path file, IntFunction<MachineSpeed> measure) {

    private static final JsonMapper JSON = new JsonMapper();

    /** {@code cria/speed.json} in XDG_CACHE_HOME, or in .cache of the home folder. */
    static SpeedCache ofUser() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path folder =
                cache == null || cache.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        return new SpeedCache(folder.resolve("cria/speed.json"), SpeedCache::measured);
    }

    /** The speed with so many CPU threads; 0 for all. */
    MachineSpeed speed(int threads) {
        String machine = processor() + ", threads " + threads;
        try {
            JsonNode kept = Files.exists(file) ? JSON.readTree(file.toFile()) : null;
            if (kept != null && kept.path("machine").asText().equals(machine)) {
                return new MachineSpeed(
                        kept.path("flops").asDouble(), kept.path("bytes").asDouble());
            }
        } catch (IOException e) {
            // A damaged cache is measured again.
        }
        MachineSpeed measured = measure.apply(threads);
        keep(machine, measured);
        return measured;
    }

    private static MachineSpeed measured(int threads) {
        if (threads > 0) {
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        }
        try (Engine engine = Engine.cpu()) {
            return MachineSpeed.measure(engine);
        }
    }

    private void keep(String machine, MachineSpeed speed) {
        ObjectNode node = JSON.createObjectNode();
        node.put("machine", machine);
        node.put("flops", speed.flops());
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
