package dev.cria.trainer.engine;

import java.util.Arrays;

/**
 * The 256 values of the dynamic tree data type (Dettmers 2016, arXiv:1511.04561; Dettmers et al.
 * 2022, arXiv:2110.02861): a decade of ten takes part in the code, and the larger the decade, the
 * finer it is divided. Equal to bitsandbytes' {@code create_dynamic_map}.
 */
public final class DynamicMap {

    private static final int VALUES = 256;
    private static final int DECADES = 7;

    private DynamicMap() {}

    /** From -0.993 to 1 with 0, ascending: for means of gradients. */
    public static float[] signed() {
        return of(true);
    }

    /** From 0 to 1, ascending: for means of squared gradients. */
    public static float[] unsigned() {
        return of(false);
    }

    /** Half way between neighbours, ascending; one fewer than values. */
    public static float[] midpoints(float[] values) {
        float[] midpoints = new float[values.length - 1];
        for (int i = 0; i < midpoints.length; i++) {
            midpoints[i] = (float) ((values[i] + (double) values[i + 1]) / 2);
        }
        return midpoints;
    }

    private static float[] of(boolean signed) {
        float[] values = new float[VALUES];
        int size = 0;
        for (int decade = 0; decade < DECADES; decade++) {
            int parts = 1 << (signed ? decade : decade + 1);
            double scale = Math.pow(10, decade - (DECADES - 1));
            for (int part = 0; part < parts; part++) {
                double centre = 0.1 + 0.9 * (part + 0.5) / parts;
                values[size++] = (float) (scale * centre);
                if (signed) {
                    values[size++] = (float) (-scale * centre);
                }
            }
        }
        values[size++] = 0;
        values[size] = 1;
        Arrays.sort(values);
        return values;
    }
}
