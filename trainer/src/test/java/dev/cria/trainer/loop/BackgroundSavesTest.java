package dev.cria.trainer.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.run.Checkpoint;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.testing.storage.ForwardingStorage;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.estimate.BatchShape;
import dev.cria.trainer.estimate.SaveCopies;
import dev.cria.trainer.estimate.TrainingShape;
import dev.cria.trainer.estimate.Tuning;
import dev.cria.trainer.loop.TrainingCheckpoints.WhenBusy;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are written beside training, on disks that are slow or break. */
final class BackgroundSavesTest {

    private static final StepHook NOTHING = step -> {};

    @TempDir Path folder;

    /** A disk that waits before the files of one checkpoint, or fails to force any. */
    private static final class SlowDisk extends ForwardingStorage {
        private final String waitsFor;
        private final CountDownLatch goOn = new CountDownLatch(1);
        private volatile boolean broken;

        SlowDisk(String waitsFor) {
            super(Storage.disk());
            this.waitsFor = waitsFor;
        }

        @Override
        public OpenFile create(Path file) throws IOException {
            if (file.toString().contains(waitsFor)) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return new ForwardingFile(super.create(file)) {
                @Override
                public void force() throws IOException {
                    if (broken) {
                        throw new IOException("Input/output error");
                    }
                    super.force();
                }
            };
        }
    }

    private SavingRun run(Storage storage, WhenBusy whenBusy, long freeBytes) {
        return new SavingRun(folder, storage, TinyModels.config(), whenBusy, freeBytes);
    }

    @Test
    void whatIsDueWhileTheDiskIsBusyIsLeftOutIfSoAsked() {
        SlowDisk disk = new SlowDisk("step-000000001.");
        try (SavingRun run = run(disk, WhenBusy.SKIP, Long.MAX_VALUE)) {
            run.run(
                    step -> {
                        if (step.number() == SavingRun.STEPS - 1) {
                            disk.goOn.countDown();
                        }
                    });
            assertEquals(4, run.checkpoints.skipped(), "those of steps 2 to 5");
            assertEquals(SavingRun.STEPS, run.store.newest().orElseThrow().step());
        }
    }

    @Test
    void aCheckpointHoldsItsOwnStepHoweverLateItIsWritten() {
        SlowDisk disk = new SlowDisk("step-000000005.");
        Map<Long, float[]> embeddings = new HashMap<>();
        try (SavingRun run = run(disk, WhenBusy.WAIT, Long.MAX_VALUE)) {
            run.run(
                    step -> {
                        embeddings.put(step.number(), run.embedding());
                        if (step.number() == 5) {
                            new Thread(disk.goOn::countDown).start();
                        }
                    });
            assertEquals(0, run.checkpoints.skipped());
            for (Checkpoint checkpoint : run.store.newest(2)) {
                try (SafetensorsFile file =
                        SafetensorsFile.open(checkpoint.file("parameters.safetensors"))) {
                    float[] saved = new float[embeddings.get(checkpoint.step()).length];
                    file.bytes("model.embed_tokens.weight")
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asFloatBuffer()
                            .get(saved);
                    assertArrayEquals(embeddings.get(checkpoint.step()), saved);
                }
            }
        }
    }

    @Test
    void aSaveThatFailsEndsTrainingAndLeavesTheOneBefore() {
        SlowDisk disk = new SlowDisk("nothing");
        try (SavingRun run = run(disk, WhenBusy.WAIT, Long.MAX_VALUE)) {
            UserException failed =
                    assertThrows(
                            UserException.class,
                            () -> run.run(step -> disk.broken |= step.number() == 3));
            assertTrue(failed.getMessage().contains("was not saved"), failed.getMessage());
            assertTrue(failed.getMessage().contains("Input/output error"), failed.getMessage());
            disk.broken = false;
            long newest = run.store.newest().orElseThrow().step();
            assertTrue(newest == 2 || newest == 3, "step " + newest);
        }
    }

    @Test
    void closingGivesBackTheMemoryOfCopies() {
        long before;
        try (SavingRun run = run(Storage.disk(), WhenBusy.WAIT, 0)) {
            before = run.engine.liveArrays();
            run.run(NOTHING);
            long waiting = run.engine.liveArrays();
            assertEquals(SavingRun.STEPS, run.store.newest().orElseThrow().step());
            run.checkpoints.close();
            assertEquals(waiting, run.engine.liveArrays(), "no copies were taken: none was free");
            assertTrue(waiting >= before);
        }
        try (SavingRun run = run(Storage.disk(), WhenBusy.WAIT, Long.MAX_VALUE)) {
            run.run(NOTHING);
            long withCopies = run.engine.liveArrays();
            run.checkpoints.close();
            assertTrue(run.engine.liveArrays() < withCopies, "copies were taken");
        }
    }

    @Test
    void copiesTakeWhatIsEstimated() {
        for (boolean tied : new boolean[] {true, false}) {
            LlamaConfig config =
                    TinyModels.config().toBuilder()
                            .vocabSize(1_500)
                            .tieWordEmbeddings(tied)
                            .build();
            try (SavingRun run =
                    new SavingRun(
                            folder.resolve("tied-" + tied),
                            Storage.disk(),
                            config,
                            WhenBusy.WAIT,
                            Long.MAX_VALUE)) {
                run.run(NOTHING);
                TrainingShape shape =
                        new TrainingShape(
                                config,
                                Tuning.full(config),
                                TrainingShape.Storage.RESIDENT,
                                new BatchShape(40, 38, 1_000),
                                97,
                                false,
                                TrainingShape.Levers.NONE);
                assertEquals(run.copiedBytes(), SaveCopies.bytes(shape), "tied: " + tied);
            }
        }
    }
}
