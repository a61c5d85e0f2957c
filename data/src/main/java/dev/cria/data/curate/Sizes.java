package dev.cria.data.curate;

/**
 * How much is worked on at once. What comes out as one part file depends on the sizes of a unit, so
 * they never follow from the number of threads.
 *
 * @param unitRows rows after which a unit of work ends: it becomes a part file and need not be done
 *     again
 * @param unitBytes bytes of rows after which it ends
 * @param batchRows rows that one thread works on at a time
 * @param batchBytes bytes of rows after which a batch ends
 */
public record Sizes(int unitRows, long unitBytes, int batchRows, long batchBytes) {

    /** What costs little memory and little time when a run is killed. */
    public static final Sizes DEFAULT = new Sizes(200_000, 64 << 20, 256, 1 << 19);
}
