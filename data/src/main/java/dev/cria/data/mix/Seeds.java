package dev.cria.data.mix;

import dev.cria.checkpoints.durable.Sha256;
import java.nio.charset.StandardCharsets;

/** Seeds that are far from one another, for every purpose one. */
final class Seeds {

    private static final int HEX_DIGITS = 16;

    private Seeds() {}

    static long of(long seed, Object... purpose) {
        StringBuilder text = new StringBuilder(Long.toString(seed));
        for (Object part : purpose) {
            text.append('\n').append(part);
        }
        String hash = Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
        return Long.parseUnsignedLong(hash.substring(0, HEX_DIGITS), 16);
    }
}
