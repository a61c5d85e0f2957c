package dev.cria.data.dedup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The first 128 bits of the SHA-256 of a normalised text. */
record TextHash(long high, long low) {

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

    static TextHash of(String text) {
        ByteBuffer digest =
                ByteBuffer.wrap(sha256().digest(normalise(text).getBytes(StandardCharsets.UTF_8)));
        return new TextHash(digest.getLong(), digest.getLong());
    }

    /** NFKC, lower case, and one space for white space of any kind. */
    static String normalise(String text) {
        String compatible = Normalizer.normalize(text, Normalizer.Form.NFKC);
        return SPACE.matcher(compatible).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
