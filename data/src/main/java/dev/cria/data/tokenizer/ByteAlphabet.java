package dev.cria.data.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The printable stand-ins for the 256 bytes in which byte-level vocabularies are written: a byte
 * that is a printable Latin-1 character stands for itself, the others follow from U+0100 on.
 * Source: {@code bytes_to_unicode} of GPT-2's {@code encoder.py}.
 */
final class ByteAlphabet {

    private static final char[] CHAR_OF_BYTE = new char[256];
    private static final short[] BYTE_OF_CHAR = new short[0x180];

    static {
        Arrays.fill(BYTE_OF_CHAR, (short) -1);
        char next = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean printable =
                    (value >= '!' && value <= '~')
                            || (value >= 0xA1 && value <= 0xAC)
                            || value >= 0xAE;
            char symbol = printable ? (char) value : next++;
            CHAR_OF_BYTE[value] = symbol;
            BYTE_OF_CHAR[symbol] = (short) value;
        }
    }

    private ByteAlphabet() {}

    static char symbol(int value) {
        return CHAR_OF_BYTE[value];
    }

    static String spell(byte[] bytes, int from, int to) {
        StringBuilder spelled = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            spelled.append(CHAR_OF_BYTE[bytes[i] & 0xFF]);
        }
        return spelled.toString();
    }

    /** The bytes a token spells; a token with a character outside the alphabet is plain UTF-8. */
    static byte[] bytes(String token) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(token.length());
        for (int i = 0; i < token.length(); i++) {
            char symbol = token.charAt(i);
            if (symbol >= BYTE_OF_CHAR.length || BYTE_OF_CHAR[symbol] < 0) {
                return token.getBytes(StandardCharsets.UTF_8);
            }
            bytes.write(BYTE_OF_CHAR[symbol]);
        }
        return bytes.toByteArray();
    }
}
