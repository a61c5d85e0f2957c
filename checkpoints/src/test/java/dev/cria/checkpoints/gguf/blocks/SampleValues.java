package dev.cria.checkpoints.gguf.blocks;

/**
 * Floats that any language makes alike: sums of four numbers of a linear congruential generator,
 * whose runs of 256 are made difficult in turn by zeros, outliers, one sign, tiny values, ...
 */
final class SampleValues {

    private static final int RUN = 256;

    private SampleValues() {}

    static float[] of(int count, long seed) {
        float[] values = new float[count];
        long state = seed;
        for (int i = 0; i < count; i++) {
            long sum = -(1 << 25);
            for (int term = 0; term < 4; term++) {
                state = state * 6364136223846793005L + 1442695040888963407L;
                sum += state >>> 40;
            }
            int run = i / RUN;
            values[i] = (float) sum * Math.scalb(1f, run % 7 - 33);
        }
        for (int run = 0; run < count / RUN; run++) {
            spoil(values, run * RUN, run % 16);
        }
        return values;
    }

    private static void spoil(float[] values, int at, int kind) {
        for (int i = 0; i < RUN; i++) {
            float value = values[at + i];
            values[at + i] =
                    switch (kind) {
                        case 3 -> 0;
                        case 5 -> i > 32 && i < 64 ? values[at + 32] : value;
                        case 7 -> i == 200 ? 64 * value : value;
                        case 9 -> Math.abs(value);
                        case 10 -> -Math.abs(value);
                        case 11 -> i >= 64 && i < 128 ? 0 : value;
                        case 13 -> value * 0x1p-70f;
                        case 14 -> value * (i < 32 ? 0x1p-9f : i < 48 ? 0x1p-12f : 1);
                        case 15 -> 0.25f;
                        default -> value;
                    };
        }
    }
}
