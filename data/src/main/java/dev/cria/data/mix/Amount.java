package dev.cria.data.mix;

import java.util.Locale;

/** Numbers of tokens as people say them. */
public final class Amount {

    private static final String[] UNITS = {"", "k", "M", "B", "T"};

    private Amount() {}

    /** Three digits and a unit: 950, 12.3k, 1.20B, 15.0T; B stands for 10^9. */
    public static String show(long amount) {
        double value = amount;
        int unit = 0;
        // 999.5 of a unit would be written as 1000 of it.
        while (Math.abs(value) >= (unit == 0 ? 1000 : 999.5) && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        if (unit == 0) {
            return Long.toString(amount);
        }
        int decimals = Math.abs(value) < 9.995 ? 2 : Math.abs(value) < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", value) + UNITS[unit];
    }
}
