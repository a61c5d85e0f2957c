package dev.cria.recipes.job.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cria.checkpoints.UserException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BackgroundTest {

    private final AtomicInteger closed = new AtomicInteger();

    private interface Opened extends AutoCloseable {

        @Override
        void close();
    }

    @Test
    void itIsOpenedBesideTheOneWhoAsksAndClosedOnce() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Opened opened = closed::incrementAndGet;
        try (Background<Opened> background =
                Background.of(
                        "test",
                        () -> {
                            begun.countDown();
                            return opened;
                        })) {
            begun.await();
            assertSame(opened, background.get());
            assertSame(opened, background.get());
            assertEquals(0, closed.get());
        }
        assertEquals(1, closed.get());
    }

    @Test
    void aFailureComesOutAsItWasThrown() {
        UserException failure = new UserException("no tokenizer here");
        try (Background<Opened> background = failing(failure)) {
            assertSame(failure, assertThrows(UserException.class, background::get));
            assertSame(failure, assertThrows(UserException.class, background::get));
        }
        try (Background<Opened> background = failing(new LinkageError("no library"))) {
            assertThrows(LinkageError.class, background::get);
        }
    }

    @Test
    void theFirstFailureWinsAndWhatOpensLaterIsClosed() {
        CountDownLatch failed = new CountDownLatch(1);
        UserException first = new UserException("no model");
        UserException seen =
                assertThrows(UserException.class, () -> openBoth(failed, first), "first");
        assertSame(first, seen);
        assertEquals(0, seen.getSuppressed().length);
        assertEquals(1, closed.get());
        assertSame(first, assertThrows(UserException.class, () -> failBoth(first), "both"));
        assertEquals(0, first.getSuppressed().length);
    }

    /** It is open only after the other has failed. */
    @SuppressWarnings("try") // it is closed, and not asked
    private void openBoth(CountDownLatch failed, UserException failure) {
        try (Background<Opened> background =
                Background.of(
                        "test",
                        () -> {
                            await(failed);
                            return closed::incrementAndGet;
                        })) {
            failed.countDown();
            throw failure;
        }
    }

    @SuppressWarnings("try") // it is closed, and not asked
    private static void failBoth(UserException failure) {
        try (Background<Opened> background = failing(new UserException("another"))) {
            throw failure;
        }
    }

    private static Background<Opened> failing(Throwable failure) {
        return Background.of(
                "test",
                () -> {
                    if (failure instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) failure;
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
