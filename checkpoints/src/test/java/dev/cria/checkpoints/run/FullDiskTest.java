package dev.cria.checkpoints.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.testing.storage.CrashingStorage;
import dev.cria.testing.storage.FullStorage;
import dev.cria.testing.storage.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The disk has too little room, by every amount and at every operation. */
@Tag("crash")
final class FullDiskTest {

    private static final Path FOLDER = Path.of("/run/checkpoints");
    private static final int SIZES = Integer.getInteger("cria.cases", 64);

    private final FullStorage disk =
            new FullStorage(new CrashingStorage(new MemoryDisk(), Long.MAX_VALUE), 1 << 30);
    private final List<String> reports = new ArrayList<>();

    @Test
    void everySizeUpToTwiceTheNeedIsAllOrNothing() throws IOException {
        long needed = needed();
        int refused = 0;
        for (int i = 0; i <= SIZES; i++) {
            long free = 2 * needed * i / SIZES;
            FullDiskTest fresh = new FullDiskTest();
            fresh.store().save(1, files(1));
            fresh.disk.leaveFree(free);
            refused += fresh.saveWhereItMayNotFit("%,d bytes are free".formatted(free)) ? 0 : 1;
            assertEquals(free < needed, refused == i + 1, "with room for " + free);
        }
        assertTrue(refused > SIZES / 3, refused + " refused");
    }

    @Test
    void everyOperationThatFindsNoRoomIsAllOrNothing() throws IOException {
        int saved = 0;
        for (int operations = 0; saved == 0; operations++) {
            FullDiskTest fresh = new FullDiskTest();
            fresh.store().save(1, files(1));
            fresh.disk.leaveOperations(operations);
            saved = fresh.saveWhereItMayNotFit("are free") ? operations : 0;
        }
        assertTrue(saved > 8, saved + " operations need room");
    }

    /** Whether the second checkpoint fits. */
    private boolean saveWhereItMayNotFit(String message) throws IOException {
        boolean saved;
        try {
            store().save(2, files(2));
            saved = true;
        } catch (UserException refused) {
            saved = false;
            String need = "it needs %,d bytes".formatted(Contents.size(files(2)));
            assertTrue(refused.getMessage().contains("disk is full"), refused.getMessage());
            assertTrue(refused.getMessage().contains(need), refused.getMessage());
            assertTrue(refused.getMessage().contains(message), refused.getMessage());
            assertEquals(List.of("step-000000001"), disk.list(FOLDER));
        }
        assertNewest(saved ? 2 : 1);
        disk.leaveFree(1 << 20);
        disk.leaveOperations(Integer.MAX_VALUE);
        store().save(2, files(2));
        assertNewest(2);
        assertEquals(List.of(), reports);
        return saved;
    }

    /** Bytes of a whole checkpoint with its manifest. */
    private static long needed() {
        FullDiskTest fresh = new FullDiskTest();
        fresh.store().save(1, files(1));
        long before = fresh.disk.used();
        fresh.store().save(2, files(2));
        return fresh.disk.used() - before;
    }

    private void assertNewest(long step) throws IOException {
        Checkpoint newest = store().newest().orElseThrow();
        assertEquals(step, newest.step());
        Contents.assertIn(newest, files(step), disk, "step " + step);
    }

    private CheckpointStore store() {
        return new CheckpointStore(FOLDER, 2, (Storage) disk, reports::add);
    }

    private static List<CheckpointFile> files(long step) {
        return Contents.of(4, step, 500);
    }
}
