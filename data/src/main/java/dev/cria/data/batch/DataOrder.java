package dev.cria.data.batch;

/**
 * The order in which examples are taken: a pure function of the seed, so that a resumed run
 * continues with the very example at which it stopped, on any machine.
 *
 * <p>The examples of all epochs form one sequence without end. A place in it, the cursor, is the
 * number of examples taken before; {@code cursor / size} is the epoch.
 */
public final class DataOrder {

    private final int size;
    private final boolean shuffle;
    private final long seed;
    private long shuffledEpoch = -1;
    private int[] permutation;

    private DataOrder(int size, boolean shuffle, long seed) {
        if (size < 1) {
            throw new IllegalArgumentException("there is no order of " + size + " examples");
        }
        this.size = size;
        this.shuffle = shuffle;
        this.seed = seed;
    }

    /** The order of the file, in every epoch. */
    public static DataOrder sequential(int size) {
        return new DataOrder(size, false, 0);
    }

    /** A new permutation in every epoch. */
    public static DataOrder shuffled(int size, long seed) {
        return new DataOrder(size, true, seed);
    }

    /** Number of examples of an epoch. */
    public int size() {
        return size;
    }

    /** The epoch, from 0, to which a cursor belongs. */
    public long epoch(long cursor) {
        return cursor / size;
    }

    /** The example at a cursor. */
    public int example(long cursor) {
        int place = (int) (cursor % size);
        return shuffle ? permutationOf(epoch(cursor))[place] : place;
    }

    /** The examples at {@code cursor} and the {@code count - 1} places after it. */
    public int[] examples(long cursor, int count) {
        int[] examples = new int[count];
        for (int i = 0; i < count; i++) {
            examples[i] = example(cursor + i);
        }
        return examples;
    }

    /** Number of steps of {@code perStep} examples that an epoch takes, the last may be short. */
    public long stepsPerEpoch(int perStep) {
        return (size + (long) perStep - 1) / perStep;
    }

    private synchronized int[] permutationOf(long epoch) {
        if (epoch != shuffledEpoch) {
            permutation = shuffled(new SplitMix64(seed, epoch));
            shuffledEpoch = epoch;
        }
        return permutation;
    }

    /** Fisher and Yates' shuffle. */
    private int[] shuffled(SplitMix64 random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
