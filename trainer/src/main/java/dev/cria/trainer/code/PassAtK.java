package dev.cria.trainer.code;

/** How probable it is that one of k programs is right. */
public final class PassAtK {

    private PassAtK() {}

    /**
     * The unbiased estimate from more programs than k: one less the probability that k drawn
     * without putting back are all wrong (Chen et al. 2021, arXiv:2107.03374, equation 1).
     *
     * @param programs that were drawn, at least k
     * @param right how many of them pass
     */
    public static double of(int programs, int right, int k) {
        if (k < 1 || k > programs || right < 0 || right > programs) {
            throw new IllegalArgumentException(
                    "%d right of %d programs, k = %d".formatted(right, programs, k));
        }
        double wrong = 1;
        for (int i = programs - right + 1; i <= programs; i++) {
            // Becomes 0 where fewer than k are wrong.
            wrong *= 1 - (double) k / i;
            if (wrong <= 0) {
                return 1;
            }
        }
        return 1 - wrong;
    }
}
