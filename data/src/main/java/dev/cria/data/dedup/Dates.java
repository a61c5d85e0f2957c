package dev.cria.data.dedup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Points in time as data sets write them down: ISO 8601, the 14 digits of web archives, seconds.
 */
final class Dates {

    private static final DateTimeFormatter DIGITS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private static final List<Function<String, Instant>> FORMS =
            List.of(
                    text -> OffsetDateTime.parse(text).toInstant(),
                    text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
                    text -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC),
                    text -> LocalDateTime.parse(text, DIGITS).toInstant(ZoneOffset.UTC),
                    text ->
                            LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE)
                                    .atStartOfDay()
                                    .toInstant(ZoneOffset.UTC),
                    text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));

    private Dates() {}

    /**
     * Milliseconds since 1970 in UTC, which is assumed where no zone is given; empty for others.
     */
    static OptionalLong parse(String text) {
        String form = text.strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) +", "$1T");
        for (Function<String, Instant> parser : FORMS) {
            OptionalLong time = attempt(parser, form);
            if (time.isPresent()) {
                return time;
            }
        }
        return form.matches("\\d{9,10}")
                ? OptionalLong.of(Long.parseLong(form) * 1000)
                : OptionalLong.empty();
    }

    private static OptionalLong attempt(Function<String, Instant> parser, String text) {
        try {
            return OptionalLong.of(parser.apply(text).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }
}
