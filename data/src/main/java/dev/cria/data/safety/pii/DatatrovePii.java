package dev.cria.data.safety.pii;

import java.util.ArrayList;
import java.util.List;

/**
 * The addresses that datatrove 0.10 replaces ({@code pipeline/formatters/pii.py}), read from its
 * two expressions in linear time: an at sign between atoms and labels, beginning at an edge of a
 * word as Unicode has it; four numbers up to 255 wherever they stand, also inside of longer
 * numbers.
 */
final class DatatrovePii {

    private DatatrovePii() {}

    static List<Found> emails(String text) {
        List<Found> emails = new ArrayList<>(0);
        int behind = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = emailStart(text, behind, at);
            int end = start < 0 ? -1 : domainEnd(text, at + 1);
            if (end > 0) {
                emails.add(new Found(PiiType.EMAIL, start, end));
                behind = end;
                at = end - 1;
            }
        }
        return emails;
    }

    /** The first place from which atoms with single dots between them lead to the at sign. */
    private static int emailStart(String text, int behind, int at) {
        int start = at;
        while (start > behind) {
            char c = text.charAt(start - 1);
            boolean dot = c == '.' && start < at && text.charAt(start) != '.';
            if (!dot && !isAtom(c)) {
                break;
            }
            start--;
        }
        while (start < at && (text.charAt(start) == '.' || !isWordEdge(text, start))) {
            start++;
        }
        return start == at ? -1 : start;
    }

    private static boolean isAtom(char c) {
        return Ascii.isAlphanumeric(c) || "!#$%&'*+/=?^_`{|}~-".indexOf(c) >= 0;
    }

    private static boolean isWordEdge(String text, int place) {
        boolean before = place > 0 && isWord(text.codePointBefore(place));
        return before != isWord(text.codePointAt(place));
    }

    /** Python's {@code \w}: letters and numbers of every kind, and the underscore. */
    private static boolean isWord(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || c == '_'
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    private static int domainEnd(String text, int from) {
        if (Ascii.at(text, from) == '[') {
            return literalEnd(text, from + 1);
        }
        int end = -1;
        for (int label = from; Ascii.isAlphanumeric(Ascii.at(text, label)); ) {
            int run = label;
            while (Ascii.isAlphanumeric(Ascii.at(text, run)) || Ascii.at(text, run) == '-') {
                run++;
            }
            int stop = run;
            while (text.charAt(stop - 1) == '-') {
                stop--;
            }
            end = label > from ? stop : -1;
            if (stop != run || Ascii.at(text, stop) != '.') {
                break;
            }
            label = stop + 1;
        }
        return end;
    }

    /** Four numbers in square brackets, or three and a word with a colon. */
    private static int literalEnd(String text, int from) {
        int place = from;
        for (int i = 0; i < 3; i++) {
            int end = Ascii.endOfDigits(text, place, 4);
            if (!isNumber(text, place, end) || Ascii.at(text, end) != '.') {
                return -1;
            }
            place = end + 1;
        }
        int end = place;
        while (Ascii.isAlphanumeric(Ascii.at(text, end)) || Ascii.at(text, end) == '-') {
            end++;
        }
        boolean number = isNumber(text, place, end);
        boolean word = end > place && text.charAt(end - 1) != '-' && Ascii.at(text, end) == ':';
        int close = word ? end + 1 : end;
        return (number || word) && Ascii.at(text, close) == ']' ? close + 1 : -1;
    }

    /** Addresses that are global; what looks like one and is not is stepped over as a whole. */
    static List<Found> addresses(String text) {
        List<Found> addresses = new ArrayList<>(0);
        for (int i = 0; i < text.length(); i++) {
            int end = Ascii.isDigit(text.charAt(i)) ? addressEnd(text, i) : -1;
            if (end > 0) {
                if (isGlobal(text, i, end)) {
                    addresses.add(new Found(PiiType.IPV4, i, end));
                }
                i = end - 1;
            }
        }
        return addresses;
    }

    private static int addressEnd(String text, int start) {
        int place = start;
        for (int i = 0; i < 3; i++) {
            int end = Ascii.endOfDigits(text, place, 4);
            if (!isNumber(text, place, end) || Ascii.at(text, end) != '.') {
                return -1;
            }
            place = end + 1;
        }
        int end = Ascii.endOfDigits(text, place, 3);
        // Of a last number above 255 two digits are taken.
        return end == place ? -1 : isNumber(text, place, end) ? end : end - 1;
    }

    private static boolean isNumber(String text, int from, int to) {
        if (to == from || to - from > 3) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return Integer.parseInt(text, from, to, 10) <= 255;
    }

    /** Numbers with zeros before them are no address to Python's {@code ipaddress}. */
    private static boolean isGlobal(String text, int start, int end) {
        long address = 0;
        for (int from = start; from < end; ) {
            int to = Ascii.endOfDigits(text, from, end - from);
            int value = Ipv4Finder.octet(text, from, to);
            if (value < 0) {
                return false;
            }
            address = address << 8 | value;
            from = to + 1;
        }
        return PublicAddresses.isGlobal(address);
    }
}
