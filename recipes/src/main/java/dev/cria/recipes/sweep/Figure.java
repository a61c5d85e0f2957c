package dev.cria.recipes.sweep;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The number that a figure begins with: {@code 0.3 ± 0.1} is 0.3. */
final class Figure {

    private static final Pattern NUMBER =
            Pattern.compile("^-?[0-9][0-9,]*(\\.[0-9]+)?(e-?[0-9]+)?");

    private Figure() {}

    static OptionalDouble of(String text) {
        Matcher matcher = NUMBER.matcher(text);
        return matcher.find()
                ? OptionalDouble.of(Double.parseDouble(matcher.group().replace(",", "")))
                : OptionalDouble.empty();
    }
}
