package dev.cria.data.text.spacy;

/** A public address of four numbers, as spaCy's pattern of addresses has it. */
final class IpAddress {

    private IpAddress() {}

    /** Where an address ends that begins at a place; 0 for none. */
    static int end(char[] text, int from, int to) {
        int[] octets = new int[4];
        int position = from;
        for (int i = 0; i < 4; i++) {
            int start = position;
            while (position < to && isDigit(text[position])) {
                position++;
            }
            int digits = position - start;
            if (digits < 1 || digits > 3 || (i == 0 && text[start] == '0')) {
                return 0;
            }
            octets[i] = Integer.parseInt(new String(text, start, digits));
            boolean last = i == 3;
            if (last && text[start] == '0') {
                return 0;
            }
            if (!last) {
                if (position >= to || text[position] != '.') {
                    return 0;
                }
                position++;
            }
        }
        return isPublic(octets) ? position : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isPublic(int[] octets) {
        boolean inRange =
                octets[0] >= 1
                        && octets[0] <= 223
                        && octets[1] <= 255
                        && octets[2] <= 255
                        && octets[3] >= 1
                        && octets[3] <= 254;
        boolean isPrivate =
                octets[0] == 10
                        || octets[0] == 127
                        || (octets[0] == 169 && octets[1] == 254)
                        || (octets[0] == 192 && octets[1] == 168)
                        || (octets[0] == 172 && octets[1] >= 16 && octets[1] <= 31);
        return inRange && !isPrivate;
    }
}
