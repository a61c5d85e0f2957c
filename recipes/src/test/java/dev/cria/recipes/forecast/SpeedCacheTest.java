package dev.cria.recipes.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.checkpoints.tensors.DType;
import dev.cria.trainer.estimate.MachineSpeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpeedCacheTest {

    @TempDir private Path folder;
    private int measured;

    @Test
    void aMachineIsMeasuredOnceForANumberOfThreads() {
        SpeedCache cache = cache("cria/speed.json");
        assertEquals(new MachineSpeed(1e9, 1), cache.speed(0, DType.F32));
        assertEquals(new MachineSpeed(1e9, 1), cache.speed(0, DType.F32));
        assertEquals(1, measured);
        assertEquals(new MachineSpeed(1e9, 2), cache.speed(2, DType.F32));
    }

    @Test
    void anOldMeasurementIsRepeatedAndTheFasterCounts() throws IOException {
        SpeedCache cache = cache("speed.json");
        cache.speed(0, DType.BF16);
        Files.setLastModifiedTime(cache.file(), FileTime.fromMillis(0));
        assertEquals(new MachineSpeed(1e9, 2), cache.speed(0, DType.BF16));
        Files.setLastModifiedTime(cache.file(), FileTime.fromMillis(0));
        measured = 0;
        assertEquals(new MachineSpeed(1e9, 2), cache.speed(0, DType.BF16));
        assertEquals(1, measured);
    }

    @Test
    void aDamagedCacheOrOneOfAnotherMachineIsMeasuredAgain() throws IOException {
        Files.writeString(folder.resolve("speed.json"), "{");
        cache("speed.json").speed(0, DType.F32);
        Files.writeString(folder.resolve("speed.json"), "{\"machine\": \"another\", \"flops\": 1}");
        cache("speed.json").speed(0, DType.F32);
        assertEquals(2, measured);
    }

    @Test
    void aCacheThatCannotBeWrittenIsDoneWithout() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        assertEquals(new MachineSpeed(1e9, 1), cache("file/speed.json").speed(0, DType.F32));
    }

    private SpeedCache cache(String name) {
        return new SpeedCache(
                folder.resolve(name), (threads, gradients) -> new MachineSpeed(1e9, ++measured));
    }
}
