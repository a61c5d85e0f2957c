package dev.cria.data.safety.pii;

/** Addresses of the internet protocol, version 6 (RFC 4291, section 2.2), that lead to somebody. */
final class Ipv6Finder {

    private static final int GROUPS = 8;

    /** Eight groups of four digits and seven colons. */
    private static final int MAX_LENGTH = 39;

    private Ipv6Finder() {}

    /** The address around its first colon; null where there is none or it is not public. */
    static Found around(String text, int colon) {
        int start = colon;
        while (start > 0 && colon - start <= 4 && isHex(text.charAt(start - 1))) {
            start--;
        }
        int end = colon;
        while (end < text.length()
                && end - start <= MAX_LENGTH
                && (isHex(text.charAt(end)) || text.charAt(end) == ':')) {
            end++;
        }
        if (text.charAt(end - 1) == ':' && Ascii.at(text, end - 2) != ':') {
            end--;
        }
        // Global addresses begin with a group of four digits.
        boolean alone =
                colon - start == 4
                        && end - start <= MAX_LENGTH
                        && !isWord(Ascii.at(text, start - 1))
                        && !isWord(Ascii.at(text, end));
        int[] groups = alone ? groups(text, start, end) : null;
        return groups != null && PublicAddresses.isPublic(groups)
                ? new Found(PiiType.IPV6, start, end)
                : null;
    }

    /** The eight groups; null if it is no address. */
    private static int[] groups(String text, int start, int end) {
        int[] groups = new int[GROUPS];
        int size = 0;
        int gap = -1;
        int i = start;
        while (i < end) {
            int stop = i;
            while (stop < end && text.charAt(stop) != ':') {
                stop++;
            }
            if (stop == i || stop - i > 4 || size == GROUPS) {
                return null;
            }
            groups[size++] = Integer.parseInt(text, i, stop, 16);
            i = stop + 1;
            if (i < end && text.charAt(i) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = size;
                i++;
            }
        }
        return gap < 0 ? (size == GROUPS ? groups : null) : widened(groups, size, gap);
    }

    private static int[] widened(int[] groups, int size, int gap) {
        if (size == GROUPS) {
            return null;
        }
        int[] wide = new int[GROUPS];
        System.arraycopy(groups, 0, wide, 0, gap);
        System.arraycopy(groups, gap, wide, GROUPS - size + gap, size - gap);
        return wide;
    }

    private static boolean isHex(char c) {
        return Ascii.isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isWord(char c) {
        return Ascii.isAlphanumeric(c) || c == '_' || c == ':';
    }
}
