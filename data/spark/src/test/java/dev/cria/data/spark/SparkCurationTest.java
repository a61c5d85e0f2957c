package dev.cria.data.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.data.curate.CurateProgress;
import dev.cria.data.curate.CurateReport;
import dev.cria.data.curate.CurateSettings;
import dev.cria.data.curate.Curator;
import dev.cria.data.curate.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class SparkCurationTest {

    private static final Sizes SMALL = new Sizes(150, 1 << 16, 16, 1 << 12);

    @TempDir Path folder;

    private List<Path> inputs;
    private CurateSettings local;
    private CurateReport expected;

    @BeforeEach
    void curateWithThreads() throws IOException {
        Corpus corpus = new Corpus(folder);
        inputs = corpus.files(400, 7, 250);
        local = corpus.settings(inputs, "local", Sizes.DEFAULT);
        expected = Curator.run(local, CurateProgress.NONE);
        long dropping = expected.steps().stream().filter(s -> !s.dropped().isEmpty()).count();
        assertTrue(dropping >= 4, expected::toString);
    }

    @Test
    void sparkMakesTheSameDocumentsReasonsAndCountsAsThreads() throws IOException {
        CurateSettings settings = new Corpus(folder).settings(inputs, "spark", SMALL);
        try (JavaSparkContext context = new JavaSparkContext(conf("local[2]"))) {
            assertEquals(expected, SparkCuration.run(context, settings));
        }
        assertEquals(Corpus.everything(local), Corpus.everything(settings));
    }

    /**
     * The executors are processes; a worker of Spark's starts each, and another one in its place.
     */
    @Tag("slow")
    @Test
    void anExecutorThatIsKilledChangesNothing() throws IOException {
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        CurateSettings settings = new Corpus(folder).settings(inputs, "spark", SMALL);
        SparkConf conf =
                conf("local-cluster[2,1,1024]")
                        .set("spark.executor.memory", "512m")
                        .set("spark.executor.extraClassPath", classPath());
        try (JavaSparkContext context = new JavaSparkContext(conf)) {
            Killer killer = new Killer();
            context.sc().addSparkListener(killer);
            assertEquals(expected, SparkCuration.run(context, settings));
            assertTrue(killer.killed.get());
            assertEquals(1, killer.removed.get());
        }
        assertEquals(Corpus.everything(local), Corpus.everything(settings));
    }

    @Test
    void aMistakeOfTheUserIsToldAsItIs() {
        CurateSettings settings =
                new Corpus(folder).settings(List.of(folder.resolve("no.jsonl")), "spark", SMALL);
        try (JavaSparkContext context = new JavaSparkContext(conf("local[2]"))) {
            UserException error =
                    assertThrows(UserException.class, () -> SparkCuration.run(context, settings));
            assertTrue(error.getMessage().contains("no.jsonl"), error.getMessage());
        }
    }

    /** Kills one of the executors as soon as the twelfth task has begun. */
    private static final class Killer extends SparkListener {

        private static final int TASK = 12;

        private final AtomicInteger started = new AtomicInteger();
        private final AtomicBoolean killed = new AtomicBoolean();
        private final AtomicInteger removed = new AtomicInteger();

        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            if (started.incrementAndGet() == TASK) {
                killed.set(
                        ProcessHandle.current()
                                .children()
                                .findAny()
                                .orElseThrow()
                                .destroyForcibly());
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
            removed.incrementAndGet();
        }
    }

    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static SparkConf conf(String master) {
        return new SparkConf()
                .setMaster(master)
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
    }
}
