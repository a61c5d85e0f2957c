package dev.cria.data.safety.pii;

/**
 * Addresses of e-mail: a dot-atom, an at sign and a domain name with a top-level domain (RFC 5322,
 * section 3.4.1; RFC 1035, section 2.3.1), of which the quotes and brackets of prose are no part.
 */
final class EmailFinder {

    /** RFC 5321, section 4.5.3.1. */
    private static final int MAX_LOCAL = 64;

    private static final int MAX_DOMAIN = 255;
    private static final int MAX_LABEL = 63;

    private EmailFinder() {}

    /** The address around an at sign; null where there is none. */
    static Found around(String text, int at) {
        int start = start(text, at);
        int end = start < 0 ? -1 : domainEnd(text, at + 1);
        return end < 0 ? null : new Found(PiiType.EMAIL, start, end);
    }

    private static int start(String text, int at) {
        int start = at;
        int least = Math.max(0, at - MAX_LOCAL);
        while (start > least && isLocal(text.charAt(start - 1))) {
            if (text.charAt(start - 1) == '.' && Ascii.at(text, start) == '.') {
                break;
            }
            start--;
        }
        while (start < at && !Ascii.isAlphanumeric(text.charAt(start))) {
            start++;
        }
        return start == at || text.charAt(at - 1) == '.' ? -1 : start;
    }

    private static boolean isLocal(char c) {
        return Ascii.isAlphanumeric(c) || "._%+-~!#$&*=?^{|}".indexOf(c) >= 0;
    }

    /** Behind the last label that can be a top-level domain. */
    private static int domainEnd(String text, int from) {
        int end = -1;
        int most = Math.min(text.length(), from + MAX_DOMAIN);
        for (int label = from; label < most; ) {
            int stop = label;
            while (stop < most
                    && (Ascii.isAlphanumeric(text.charAt(stop)) || isInner(text, stop))) {
                stop++;
            }
            if (stop == label || stop - label > MAX_LABEL) {
                return end;
            }
            if (label > from && isTopLevel(text, label, stop)) {
                end = stop;
            }
            if (Ascii.at(text, stop) != '.') {
                return end;
            }
            label = stop + 1;
        }
        return end;
    }

    /** A hyphen between letters and digits. */
    private static boolean isInner(String text, int place) {
        return text.charAt(place) == '-'
                && Ascii.isAlphanumeric(Ascii.at(text, place - 1))
                && (Ascii.isAlphanumeric(Ascii.at(text, place + 1))
                        || Ascii.at(text, place + 1) == '-');
    }

    private static boolean isTopLevel(String text, int from, int to) {
        boolean letters = true;
        for (int i = from; i < to; i++) {
            letters &= !Ascii.isDigit(text.charAt(i)) && text.charAt(i) != '-';
        }
        return (letters && to - from >= 2) || text.startsWith("xn--", from);
    }
}
