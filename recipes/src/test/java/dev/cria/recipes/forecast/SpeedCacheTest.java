package dev.cria.recipes.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.trainer.estimate.MachineSpeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpeedCacheTest {

    @TempDir private Path folder;
    private int measured;

    @Test
    void aMachineIsMeasuredOnceForANumberOfThreads() {
        SpeedCache cache = cache("cria/speed.json");
        assertEquals(new MachineSpeed(1e9, 1), cache.speed(0));
        assertEquals(new MachineSpeed(1e9, 1), cache.speed(0));
        assertEquals(1, measured);
        assertEquals(new MachineSpeed(1e9, 2), cache.speed(2));
    }

    @Test
    void aDamagedCacheOrOneOfAnotherMachineIsMeasuredAgain() throws IOException {
        Files.writeString(folder.resolve("speed.json"), "{");
        cache("speed.json").speed(0);
        Files.writeString(folder.resolve("speed.json"), "{\"machine\": \"another\", \"flops\": 1}");
        cache("speed.json").speed(0);
        assertEquals(2, measured);
    }

    @Test
    void aCacheThatCannotBeWrittenIsDoneWithout() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        assertEquals(new MachineSpeed(1e9, 1), cache("file/speed.json").speed(0));
    }

    private SpeedCache cache(String name) {
        return new SpeedCache(folder.resolve(name), threads -> new MachineSpeed(1e9, ++measured));
    }
}
