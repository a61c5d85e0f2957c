package dev.cria.checkpoints.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReferencedFileTest {

    private static final FileTime LATER = FileTime.fromMillis(1_900_000_000_000L);

    @TempDir private Path dir;
    private Path base;
    private CheckpointStore store;

    @BeforeEach
    void saveWithBase() throws IOException {
        base = Files.writeString(dir.resolve("model.safetensors"), "frozen weights");
        store = new CheckpointStore(dir.resolve("checkpoints"), 2);
        ReferencedFile reference = ReferencedFile.of("base model", base, List.of());
        store.save(1, Contents.of(1, 1, 3), Map.of(), List.of(reference));
        store.save(2, Contents.of(1, 2, 3), Map.of(), List.of(reference));
    }

    @Test
    void theReferenceComesBack() {
        ReferencedFile found = store.newest().orElseThrow().references().get(0);
        assertEquals(ReferencedFile.of("base model", base, List.of()), found);
        found.verifyContent(dir);
    }

    @Test
    void aTouchedFileIsReadAndAccepted() throws IOException {
        Files.setLastModifiedTime(base, LATER);
        assertEquals(2, store.newest().orElseThrow().step());
    }

    @Test
    void aChangedFileIsNamedAndNoOlderCheckpointIsTaken() throws IOException {
        Files.writeString(base, "Frozen weights");
        Files.setLastModifiedTime(base, LATER);
        assertRefused("has changed since the checkpoint was saved (base model): it has SHA-256");
        Files.writeString(base, "frozen weights and more");
        assertRefused("it has 23 bytes, it had 14");
        Files.delete(base);
        assertRefused("is missing, and the checkpoint needs it (base model");
    }

    @Test
    void whatKeepsSizeAndTimeIsFoundByReading() throws IOException {
        FileTime before = Files.getLastModifiedTime(base);
        Files.writeString(base, "Frozen weights");
        Files.setLastModifiedTime(base, before);
        ReferencedFile found = store.newest().orElseThrow().references().get(0);
        assertThrows(UserException.class, () -> found.verifyContent(dir));
    }

    @Test
    void anUnchangedFileIsNotReadAgain() throws IOException {
        ReferencedFile known =
                new ReferencedFile(
                        "other name",
                        base,
                        Files.size(base),
                        Files.getLastModifiedTime(base).toMillis(),
                        "hash of before");
        assertEquals(
                "hash of before", ReferencedFile.of("base model", base, List.of(known)).sha256());
        Files.setLastModifiedTime(base, LATER);
        assertEquals(64, ReferencedFile.of("base model", base, List.of(known)).sha256().length());
    }

    @Test
    void relativePathsBeginAtTheCheckpoints() throws IOException {
        ReferencedFile absolute = ReferencedFile.of("base", base, List.of());
        ReferencedFile relative =
                new ReferencedFile(
                        "base",
                        Path.of("../model.safetensors"),
                        absolute.bytes(),
                        absolute.modifiedMillis(),
                        absolute.sha256());
        store.save(3, Contents.of(1, 3, 3), Map.of(), List.of(relative));
        assertEquals(3, store.newest().orElseThrow().step());
        Files.delete(base);
        assertRefused("model.safetensors: is missing");
    }

    private void assertRefused(String why) {
        UserException refused = assertThrows(UserException.class, store::newest);
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
        assertTrue(refused.getMessage().contains("model.safetensors"), refused.getMessage());
    }
}
