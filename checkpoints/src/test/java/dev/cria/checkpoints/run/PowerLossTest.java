package dev.cria.checkpoints.run;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cria.checkpoints.durable.Storage;
import dev.cria.testing.storage.ForwardingStorage;
import dev.cria.testing.storage.Randoms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs are killed and lose their power at any operation; nothing acknowledged may be lost. */
@Tag("crash")
final class PowerLossTest {

    @Test
    void whatWasAcknowledgedComesBackBitForBit() {
        Randoms.of("R3 power loss", 5_000)
                .forEach((random, number) -> new SimulatedRun(random, s -> s).run());
    }

    @Test
    void aForgottenForceOfFilesIsNoticed() {
        assertNoticed(WithoutFileForce::new);
    }

    @Test
    void aForgottenForceOfFoldersIsNoticed() {
        assertNoticed(WithoutFolderForce::new);
    }

    private static void assertNoticed(UnaryOperator<Storage> spoiled) {
        assertThrows(
                AssertionError.class,
                () ->
                        Randoms.of("R3 spoiled on purpose", 2_000)
                                .forEach((r, number) -> new SimulatedRun(r, spoiled).run()));
    }

    private static final class WithoutFolderForce extends ForwardingStorage {

        WithoutFolderForce(Storage target) {
            super(target);
        }

        @Override
        public void forceFolder(Path folder) {}
    }

    private static final class WithoutFileForce extends ForwardingStorage {

        WithoutFileForce(Storage target) {
            super(target);
        }

        @Override
        public OpenFile create(Path file) throws IOException {
            return new ForwardingFile(target.create(file)) {
                @Override
                public void force() {}
            };
        }
    }
}
