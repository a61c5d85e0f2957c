package dev.cria.data.mix;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers of epochs as people say them. */
final class Epochs {

    private static final MathContext DIGITS = new MathContext(3);

    private Epochs() {}

    /** Three digits at most: 4, 2.5, 0.0123. */
    static String show(double epochs) {
        return Double.isInfinite(epochs)
                ? "any number of"
                : new BigDecimal(epochs).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
