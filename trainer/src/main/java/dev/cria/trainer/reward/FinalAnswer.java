package dev.cria.trainer.reward;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer comes to: what stands behind the last {@code ####} (GSM8K), in the last {@code
 * \boxed{}} (MATH), or else the last number; else the whole text. Numbers are compared as numbers:
 * without signs of currency, commas between thousands, full stops at their end and zeros behind the
 * point.
 */
public final class FinalAnswer {

    private static final String MARK = "####";
    private static final Pattern NUMBER = Pattern.compile("-?\\$?\\d[\\d,]*(?:\\.\\d+)?");
    private static final String BOX = "\\boxed{";
    private static final int MOST_DIGITS = 1000;

    private FinalAnswer() {}

    /** What a text comes to; empty where it is. */
    public static String of(String text) {
        String marked = lastMarked(text);
        if (marked.isEmpty()) {
            marked = lastBoxed(text);
        }
        if (!marked.isEmpty()) {
            return normal(marked);
        }
        String last = "";
        Matcher numbers = NUMBER.matcher(text);
        while (numbers.find()) {
            last = numbers.group();
        }
        return normal(last.isEmpty() ? text : last);
    }

    private static String lastMarked(String text) {
        int mark = text.lastIndexOf(MARK);
        if (mark < 0) {
            return "";
        }
        int end = text.indexOf('\n', mark);
        return text.substring(mark + MARK.length(), end < 0 ? text.length() : end).strip();
    }

    private static String lastBoxed(String text) {
        int start = text.lastIndexOf(BOX);
        if (start < 0) {
            return "";
        }
        int depth = 1;
        int from = start + BOX.length();
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return text.substring(from, at);
            }
        }
        return "";
    }

    private static String normal(String text) {
        String plain = text.strip().replace("$", "").replace(",", "");
        plain = plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
        if (plain.length() <= MOST_DIGITS && plain.matches("-?\\d+(\\.\\d+)?")) {
            BigDecimal number = new BigDecimal(plain).stripTrailingZeros();
            return number.toPlainString();
        }
        return plain.strip().toLowerCase(Locale.ROOT);
    }
}
