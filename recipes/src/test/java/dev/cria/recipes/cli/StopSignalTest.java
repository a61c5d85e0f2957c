package dev.cria.recipes.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StopSignalTest {

    private static final long FIRST = -5;

    @Test
    void whatTerminalAndSupervisorBothPassOnIsOneWish() {
        assertFalse(StopSignal.isAnother(FIRST, FIRST));
        assertFalse(StopSignal.isAnother(FIRST, FIRST + TimeUnit.MILLISECONDS.toNanos(999)));
    }

    @Test
    void aSignalASecondLaterIsAnotherWish() {
        assertTrue(StopSignal.isAnother(FIRST, FIRST + TimeUnit.SECONDS.toNanos(1)));
    }
}
