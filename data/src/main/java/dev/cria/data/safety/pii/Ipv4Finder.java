package dev.cria.data.safety.pii;

/** Addresses of the internet protocol, version 4, that lead to somebody. */
final class Ipv4Finder {

    private static final int OCTETS = 4;

    private Ipv4Finder() {}

    /** The address that begins at a digit; null where there is none or it is not public. */
    static Found at(String text, int start) {
        long address = 0;
        int end = start;
        for (int octet = 0; octet < OCTETS; octet++) {
            int from = octet == 0 ? start : end + 1;
            end = Ascii.endOfDigits(text, from, 4);
            int value = octet(text, from, end);
            if (value < 0 || (octet < OCTETS - 1 && Ascii.at(text, end) != '.')) {
                return null;
            }
            address = address << 8 | value;
        }
        return Ascii.standsAlone(text, start, end) && PublicAddresses.isPublic(address)
                ? new Found(PiiType.IPV4, start, end)
                : null;
    }

    /** Its value; -1 if it is none, as with a zero before other digits. */
    static int octet(String text, int from, int to) {
        boolean fits = to > from && to - from <= 3;
        if (!fits || (to - from > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = Integer.parseInt(text, from, to, 10);
        return value <= 255 ? value : -1;
    }
}
