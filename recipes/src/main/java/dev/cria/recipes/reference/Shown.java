package dev.cria.recipes.reference;

import dev.cria.recipes.recipe.Key;
import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as people write them in recipes. */
final class Shown {

    private static final double LARGE = 1e7;
    private static final double HUGE = 1e15;
    private static final double SMALL = 1e-3;

    private Shown() {}

    /** 0.1, 512, 1e-4. */
    static String number(double value) {
        double size = Math.abs(value);
        boolean odd = size < HUGE && value % 1e6 != 0 && value == Math.rint(value);
        if (value == 0 || odd || (size >= SMALL && size < LARGE)) {
            return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        }
        return String.format(Locale.ROOT, "%.15e", value)
                .replaceFirst("\\.?0*e", "e")
                .replaceFirst("e\\+?(-?)0*", "e$1");
    }

    /** " from … to …", with what is no bound left out. */
    static String range(Key key) {
        boolean open = key.max() >= Integer.MAX_VALUE;
        boolean below = key.min() <= -Integer.MAX_VALUE;
        if (open && below) {
            return "";
        }
        return open
                ? ", at least " + number(key.min())
                : " from " + number(key.min()) + " to " + number(key.max());
    }
}
