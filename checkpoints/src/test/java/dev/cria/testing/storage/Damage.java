package dev.cria.testing.storage;

import dev.cria.testing.storage.MemoryDisk.File;
import java.util.Arrays;
import java.util.Random;

/**
 * What becomes of the bytes of a file that were not forced when the power is lost. The first six
 * are those of Lucene's MockDirectoryWrapper; the other two are what a disk does that writes blocks
 * in an order of its own.
 */
enum Damage {
    LOST,
    ZEROED,
    CUT_IN_HALF,
    NONE,
    ONE_BIT,
    CUT_ANYWHERE,
    SOME_BLOCKS,
    BLOCKS_OUT_OF_ORDER;

    private static final Damage[] ALL = values();

    static File survivor(File file, double kept, Random random) {
        File survivor = new File();
        survivor.bytes = Arrays.copyOf(file.bytes, Math.max(1, file.length));
        survivor.length = file.length;
        if (file.forced < file.length) {
            Damage damage = kept == 1 ? NONE : ALL[random.nextInt(ALL.length)];
            damage.strike(survivor, file.forced, random);
        }
        survivor.forced = survivor.length;
        return survivor;
    }

    private void strike(File file, int from, Random random) {
        int fresh = file.length - from;
        switch (this) {
            case NONE -> {}
            case LOST -> file.length = from;
            case ZEROED -> Arrays.fill(file.bytes, from, file.length, (byte) 0);
            case CUT_IN_HALF -> file.length = from + fresh / 2;
            case CUT_ANYWHERE -> file.length = from + random.nextInt(fresh);
            case ONE_BIT ->
                    file.bytes[from + random.nextInt(fresh)] ^= (byte) (1 << random.nextInt(8));
            case SOME_BLOCKS -> someBlocks(file, from, random);
            case BLOCKS_OUT_OF_ORDER -> shuffle(file, from, random);
        }
    }

    private static void someBlocks(File file, int from, Random random) {
        for (int at = from; at < file.length; at += MemoryDisk.BLOCK_BYTES) {
            int end = Math.min(file.length, at + MemoryDisk.BLOCK_BYTES);
            switch (random.nextInt(3)) {
                case 0 -> Arrays.fill(file.bytes, at, end, (byte) 0);
                case 1 -> {
                    byte[] garbage = new byte[end - at];
                    random.nextBytes(garbage);
                    System.arraycopy(garbage, 0, file.bytes, at, garbage.length);
                }
                default -> {} // this block had reached the disk
            }
        }
    }

    private static void shuffle(File file, int from, Random random) {
        int blocks = (file.length - from) / MemoryDisk.BLOCK_BYTES;
        byte[] before = file.bytes.clone();
        for (int block = 0; block < blocks; block++) {
            int other = random.nextInt(blocks);
            System.arraycopy(
                    before,
                    from + other * MemoryDisk.BLOCK_BYTES,
                    file.bytes,
                    from + block * MemoryDisk.BLOCK_BYTES,
                    MemoryDisk.BLOCK_BYTES);
        }
    }
}
