package dev.cria.data.jinja;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A day as Python's {@code strftime} writes it, in English. */
final class Clock {

    private Clock() {}

    static Text format(Run run, LocalDate day, Text format) {
        StringBuilder out = new StringBuilder();
        String pattern = format.value();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 == pattern.length()) {
                out.append(c);
                continue;
            }
            char code = pattern.charAt(++i);
            String own = own(code);
            if (own == null) {
                throw run.wrong("strftime_now does not know '%" + code + "'");
            }
            out.append(DateTimeFormatter.ofPattern(own, Locale.ENGLISH).format(day.atStartOfDay()));
        }
        return Text.of(out.toString());
    }

    /** In the notation of {@link DateTimeFormatter}. */
    private static String own(char code) {
        return switch (code) {
            case 'd' -> "dd";
            case 'm' -> "MM";
            case 'b' -> "MMM";
            case 'B' -> "MMMM";
            case 'y' -> "yy";
            case 'Y' -> "yyyy";
            case 'a' -> "EEE";
            case 'A' -> "EEEE";
            case 'H' -> "HH";
            case 'I' -> "hh";
            case 'M' -> "mm";
            case 'S' -> "ss";
            case 'p' -> "a";
            case 'j' -> "DDD";
            case '%' -> "'%'";
            default -> null;
        };
    }
}
