package dev.cria.checkpoints.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.durable.BlockChecksums;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.testing.storage.CrashingStorage;
import dev.cria.testing.storage.MemoryDisk;
import dev.cria.testing.storage.Randoms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files of the newest checkpoint are damaged in every way; the one before is used. */
@Tag("crash")
final class CorruptionTest {

    private static final Path FOLDER = Path.of("/run/checkpoints");
    private static final List<String> NAMES =
            List.of(
                    "parameters.safetensors",
                    "optimizer.safetensors",
                    "loader.json",
                    Manifest.NAME);

    private final MemoryDisk disk = new MemoryDisk();
    private final Storage storage = new CrashingStorage(disk, Long.MAX_VALUE);
    private final List<String> reports = new ArrayList<>();
    private final CheckpointStore store = new CheckpointStore(FOLDER, 2, storage, reports::add);

    private enum Damage {
        ONE_BIT,
        CUT,
        EXTENDED,
        BLOCK_ZEROED,
        SWAPPED_WITH_ANOTHER,
        SWAPPED_WITH_AN_OLDER
    }

    @Test
    void everyDamageIsFoundBeforeTheCheckpointIsUsed() {
        // Optimizer states of three blocks and of one.
        for (int parameters : new int[] {300_000, 50}) {
            for (long step = 1; step <= 2; step++) {
                store.save(step, Contents.of(parameters, step, parameters));
            }
            Randoms all = Randoms.of("R6 corruption, %d parameters".formatted(parameters), 2_000);
            all.forEach((random, number) -> damageAndLook(random, number % NAMES.size()));
            assertEquals(2, store.newest().orElseThrow().step());
        }
    }

    private void damageAndLook(Random random, int which) {
        Path file = newest(NAMES.get(which));
        byte[] sound = disk.peek(file);
        Damage damage = Damage.values()[random.nextInt(Damage.values().length)];
        Path other = other(damage, which, random);
        byte[] otherSound = other == null ? null : disk.peek(other);
        byte[] damaged = damaged(damage, sound, otherSound, random);
        if (Arrays.equals(sound, damaged)) {
            return;
        }
        disk.poke(file, damaged);
        if (damage == Damage.SWAPPED_WITH_ANOTHER) {
            disk.poke(other, sound);
        }
        reports.clear();
        assertEquals(1, store.newest().orElseThrow().step(), () -> damage + " of " + file);
        assertEquals(1, reports.size());
        assertTrue(
                reports.get(0).contains(file.toString())
                        || (other != null && reports.get(0).contains(other.toString())),
                reports.get(0));
        if (damage == Damage.ONE_BIT && which < NAMES.size() - 1) {
            assertTrue(
                    reports.get(0)
                            .matches(
                                    ".* at byte \\d+: block \\d+ of \\d+ is damaged, CRC32C: "
                                            + "expected [0-9a-f]{8}, found [0-9a-f]{8}"),
                    reports.get(0));
        }
        disk.poke(file, sound);
        if (damage == Damage.SWAPPED_WITH_ANOTHER) {
            disk.poke(other, otherSound);
        }
    }

    private Path other(Damage damage, int which, Random random) {
        return switch (damage) {
            case SWAPPED_WITH_ANOTHER ->
                    newest(
                            NAMES.get(
                                    (which + 1 + random.nextInt(NAMES.size() - 1)) % NAMES.size()));
            case SWAPPED_WITH_AN_OLDER ->
                    FOLDER.resolve(CheckpointNames.of(1)).resolve(NAMES.get(which));
            default -> null;
        };
    }

    private static byte[] damaged(Damage damage, byte[] sound, byte[] other, Random random) {
        return switch (damage) {
            case ONE_BIT -> {
                byte[] flipped = sound.clone();
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case CUT -> Arrays.copyOf(sound, random.nextInt(sound.length));
            case EXTENDED -> {
                byte[] longer = Arrays.copyOf(sound, sound.length + 1 + random.nextInt(5000));
                // White space after JSON is what a lenient reader would not notice.
                Arrays.fill(
                        longer,
                        sound.length,
                        longer.length,
                        (byte) "\0 \n".charAt(random.nextInt(3)));
                yield longer;
            }
            case BLOCK_ZEROED -> {
                byte[] zeroed = sound.clone();
                int blocks = 1 + (sound.length - 1) / BlockChecksums.BLOCK_BYTES;
                int from = random.nextInt(blocks) * BlockChecksums.BLOCK_BYTES;
                Arrays.fill(zeroed, from, Math.min(sound.length, from + 4096), (byte) 0);
                yield zeroed;
            }
            case SWAPPED_WITH_ANOTHER, SWAPPED_WITH_AN_OLDER -> other;
        };
    }

    private static Path newest(String name) {
        return FOLDER.resolve(CheckpointNames.of(2)).resolve(name);
    }
}
