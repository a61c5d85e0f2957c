package dev.cria.recipes.show;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A scale with round ticks.
 *
 * @param low where the scale begins
 * @param high where it ends; above {@code low}
 * @param step between two ticks: 1, 2 or 5 times a power of ten
 */
public record Axis(double low, double high, double step) {

    private static final int TICKS = 5;

    /** A scale that covers some values, the ends widened to ticks. */
    public static Axis covering(double least, double most) {
        double low = least;
        double high = most > least ? most : least + Math.max(Math.abs(least), 1) * 0.1;
        double power = Math.pow(10, Math.floor(Math.log10((high - low) / TICKS)));
        double step = power;
        for (double factor : new double[] {1, 2, 5, 10}) {
            step = factor * power;
            if ((high - low) / step <= TICKS) {
                break;
            }
        }
        return new Axis(Math.floor(low / step) * step, Math.ceil(high / step) * step, step);
    }

    /** Where the scale is marked. */
    public List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; low + i * step <= high + step / 2; i++) {
            ticks.add(low + i * step);
        }
        return ticks;
    }

    /** Where a value lies, from 0 at the beginning to 1 at the end. */
    public double share(double value) {
        return (value - low) / (high - low);
    }

    /** A value as text says it: four digits, or all of those before the point. */
    static String brief(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4));
        boolean large = Math.abs(value) >= 1e4;
        return label(large ? Math.rint(value) : rounded.doubleValue());
    }

    /** A value without digits that say nothing. */
    static String label(double value) {
        if (Math.abs(value) < 1e-12) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
        boolean small = Math.abs(value) < 1e-4;
        return small
                ? "%se%d"
                        .formatted(
                                rounded.movePointRight(exponent(rounded)).toPlainString(),
                                -exponent(rounded))
                : rounded.toPlainString();
    }

    /** By how many places the point moves to stand behind the first digit. */
    private static int exponent(BigDecimal number) {
        return number.scale() - number.precision() + 1;
    }
}
