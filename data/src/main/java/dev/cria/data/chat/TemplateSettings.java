package dev.cria.data.chat;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * What of a template can be chosen.
 *
 * @param date the day that Llama 3.1's system block calls today; fixed, so that a run can be
 *     repeated
 * @param toolsInUserMessage whether definitions of tools stand in the first turn of the user; else
 *     in the system block
 */
public record TemplateSettings(LocalDate date, boolean toolsInUserMessage) {

    /** As Meta's template has them. */
    public static final TemplateSettings DEFAULT =
            new TemplateSettings(LocalDate.of(2024, 7, 26), true);

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("dd MMM yyyy", Locale.ENGLISH);

    /** A day as the template writes it; null where a text is none. */
    public static LocalDate date(String text) {
        try {
            return LocalDate.parse(text, DAY);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** The day as the template writes it, such as {@code 26 Jul 2024}. */
    public String dateText() {
        return DAY.format(date);
    }

    /** Statements before a template that change what it takes for granted. */
    String preamble() {
        StringBuilder text = new StringBuilder();
        if (!date.equals(DEFAULT.date)) {
            add(text, "date_string", '"' + dateText() + '"');
        }
        if (!toolsInUserMessage) {
            add(text, "tools_in_user_message", "false");
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String name, String value) {
        text.append("{%- if not ").append(name).append(" is defined %}{%- set ");
        text.append(name).append(" = ").append(value).append(" %}{%- endif %}");
    }
}
