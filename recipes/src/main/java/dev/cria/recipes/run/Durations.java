package dev.cria.recipes.run;

import java.util.Locale;

/** Durations for people. */
public final class Durations {

    private Durations() {}

    /** Seconds, with minutes and hours where there are any. */
    public static String show(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return whole < 3600
                ? "%d min %02d s".formatted(whole / 60, whole % 60)
                : "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60);
    }
}
