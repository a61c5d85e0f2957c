package dev.cria.testing.storage;

import java.util.Random;

/**
 * Many cases from one printed seed. {@code -Dcria.seed=S} repeats a run, {@code -Dcria.case=K} only
 * one case of it, {@code -Dcria.cases=N} asks for another number of them.
 */
public final class Randoms {

    private static final int PROGRESS = 10_000;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final String name;
    private final long seed;
    private final int cases;

    private Randoms(String name, long seed, int cases) {
        this.name = name;
        this.seed = seed;
        this.cases = cases;
    }

    /** One case. */
    @FunctionalInterface
    public interface Case {

        /** Runs it; everything random comes from the generator. */
        void run(Random random, int number) throws Exception;
    }

    /**
     * Cases for a test.
     *
     * @param cases how many there are unless the command line says another number
     */
    public static Randoms of(String name, int cases) {
        Long given = Long.getLong("cria.seed");
        return new Randoms(
                name,
                given == null ? System.nanoTime() : given,
                Integer.getInteger("cria.cases", cases));
    }

    /** How many cases there are. */
    public int cases() {
        return cases;
    }

    /**
     * Runs the cases, and says how to repeat the first that fails.
     *
     * @throws AssertionError when one fails
     */
    public void forEach(Case body) {
        System.out.println("%s: seed %d, %d cases".formatted(name, seed, cases));
        int only = Integer.getInteger("cria.case", -1);
        long start = System.nanoTime();
        for (int number = Math.max(0, only); number < (only < 0 ? cases : only + 1); number++) {
            try {
                body.run(new Random(mixed(seed + number * GOLDEN)), number);
                if ((number + 1) % PROGRESS == 0) {
                    System.out.printf(
                            "%s: %d passed, %.0f s%n",
                            name, number + 1, (System.nanoTime() - start) / 1e9);
                }
            } catch (Exception | AssertionError failure) {
                throw new AssertionError(
                        "%s: repeat with -Dcria.seed=%d -Dcria.case=%d: %s"
                                .formatted(name, seed, number, failure),
                        failure);
            }
        }
        System.out.printf("%s: passed in %.1f s%n", name, (System.nanoTime() - start) / 1e9);
    }

    /** SplitMix64, so that neighbouring cases have nothing in common. */
    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
