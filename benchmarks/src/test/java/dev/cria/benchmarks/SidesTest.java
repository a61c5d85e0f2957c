package dev.cria.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both sides print is read the same way: from the end of the warm-up to the end. */
final class SidesTest {

    private static final String PEER =
            "{\"tokens\": 60, \"tokens_per_s\": 15.0, \"max_rss_gb\": 2.0, \"losses\": [3.5, 3.25]}";

    @Test
    void timeOfCriaCountsFromTheEndOfTheWarmUp(@TempDir Path folder) throws IOException {
        Path metrics = folder.resolve("metrics.jsonl");
        Files.writeString(
                metrics,
                """
                {"step":1,"tokens":10,"time":105.0,"loss":3.5}
                {"step":2,"tokens":10,"time":107.0,"loss":3.25}
                {"step":3,"tokens":20,"time":109.0,"loss":3.0}
                {"step":4,"tokens":40,"time":111.0,"loss":2.75}
                """);
        Figures figures = CriaSide.read(metrics, process(), 2, 4);
        assertEquals(60, figures.tokens());
        assertEquals(15.0, figures.tokensPerSecond());
        assertEquals(5.0, figures.firstStepSeconds());
        assertEquals(10.0, figures.tokensPerSecondWithReference());
        assertEquals(List.of(3.5, 3.25, 3.0, 2.75), figures.losses());
        assertEquals(7_000, figures.peakResident());
    }

    @Test
    void figuresOfThePeerAreItsLastLineOfJson() {
        Figures figures =
                PeerSide.read(process("{'loss': '3.5'}", "{\"first_step_at\": 120.5}", PEER));
        assertEquals(60, figures.tokens());
        assertEquals(20.5, figures.firstStepSeconds());
        assertEquals(2_048_000_000L, figures.peakResident());
    }

    @Test
    void memoryIsReadInKilobytes() {
        String status = "Name:\tjava\nVmHWM:\t    1024 kB\nRssAnon:\t     512 kB\n";
        assertEquals(1 << 20, ProcessMemory.field(status, "VmHWM"));
        assertEquals(1 << 19, ProcessMemory.field(status, "RssAnon"));
        assertEquals(0, ProcessMemory.field(status, "VmSwap"));
    }

    private static MeasuredProcess process(String... output) {
        return new MeasuredProcess(100.0, 20, 7_000, 6_000, List.of(output));
    }
}
