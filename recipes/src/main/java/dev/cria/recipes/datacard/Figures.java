package dev.cria.recipes.datacard;

import java.util.Locale;

/** Numbers for readers. */
final class Figures {

    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};
    private static final String[] SHORT = {"", "k", "M", "G", "T", "P"};

    private Figures() {}

    /** With separators of thousands. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number and what is counted, which gets an s where there is another number than one. */
    static String count(long number, String what) {
        return count(number) + " " + what + (number == 1 ? "" : "s");
    }

    /** A share in per cent; nothing of nothing is nothing. */
    static String share(long part, long whole) {
        if (whole == 0) {
            return "–";
        }
        double percent = 100.0 * part / whole;
        boolean isTiny = part > 0 && percent < 0.1;
        return isTiny ? "<0.1%" : String.format(Locale.ROOT, "%.1f%%", percent);
    }

    /** In the unit of which there are at least one, by thousands. */
    static String bytes(long bytes) {
        return bytes < 1000 ? count(bytes, "byte") : scaled((double) bytes, " ", UNITS);
    }

    /** For the marks of an axis. */
    static String mark(double value) {
        if (value < 1_000_000) {
            return value == Math.rint(value)
                    ? count((long) value)
                    : String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
        }
        return scaled(value, "", SHORT);
    }

    private static String scaled(double value, String space, String[] units) {
        int power = 0;
        double rest = value;
        while (rest >= 999.5 && power < units.length - 1) {
            rest /= 1000;
            power++;
        }
        return String.format(Locale.ROOT, rest < 9.95 ? "%.1f" : "%.0f", rest)
                + space
                + units[power];
    }
}
