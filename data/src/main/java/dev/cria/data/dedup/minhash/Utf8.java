package dev.cria.data.dedup.minhash;

/** UTF-8 into an array; a lone surrogate becomes a question mark, as in {@link String#getBytes}. */
final class Utf8 {

    private Utf8() {}

    /**
     * Encodes part of a text.
     *
     * @return where the bytes end
     */
    static int encode(char[] text, int start, int end, byte[] bytes, int offset) {
        int at = offset;
        for (int i = start; i < end; i++) {
            char c = text[i];
            if (c < 0x80) {
                bytes[at++] = (byte) c;
            } else if (c < 0x800) {
                bytes[at++] = (byte) (0xC0 | c >> 6);
                bytes[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                bytes[at++] = (byte) (0xE0 | c >> 12);
                bytes[at++] = (byte) (0x80 | (c >> 6 & 0x3F));
                bytes[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (i + 1 < end && Character.isSurrogatePair(c, text[i + 1])) {
                int codePoint = Character.toCodePoint(c, text[++i]);
                bytes[at++] = (byte) (0xF0 | codePoint >> 18);
                bytes[at++] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
                bytes[at++] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
                bytes[at++] = (byte) (0x80 | (codePoint & 0x3F));
            } else {
                bytes[at++] = '?';
            }
        }
        return at;
    }
}
