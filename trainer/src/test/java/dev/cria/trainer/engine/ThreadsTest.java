package dev.cria.trainer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ThreadsTest {

    @AfterEach
    void back() {
        Engine.useThreads(0);
    }

    @Test
    void anEngineComputesWithAsManyThreadsAsAskedWheneverItIsMade() throws InterruptedException {
        int own;
        try (Engine engine = Engine.cpu()) {
            own = engine.threads();
        }
        for (int asked : new int[] {1, 3, 0}) {
            Engine.useThreads(asked);
            int[] found = new int[1];
            Thread other =
                    new Thread(
                            () -> {
                                try (Engine engine = Engine.cpu()) {
                                    found[0] = engine.threads();
                                }
                            });
            other.start();
            other.join();
            assertEquals(asked == 0 ? own : asked, found[0]);
        }
    }
}
