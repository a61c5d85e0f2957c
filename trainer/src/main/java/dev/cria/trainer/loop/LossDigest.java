package dev.cria.trainer.loop;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 over the bits of the losses of all steps so far, in order: two runs with the same one
 * have gone the same way. Each step is hashed with the digest before it, so that 32 bytes are all
 * that a checkpoint needs.
 */
public final class LossDigest implements StepHook {

    private byte[] digest = new byte[0];

    @Override
    public void after(FinishedStep step) {
        ByteBuffer bytes = ByteBuffer.allocate(digest.length + 2 * Long.BYTES);
        bytes.put(digest).putLong(step.number());
        bytes.putLong(Double.doubleToLongBits(step.metrics().loss()));
        digest = sha256(bytes.array());
    }

    /** In hexadecimal; empty before the first step. */
    public String value() {
        return HexFormat.of().formatHex(digest);
    }

    /** Goes on from a value. */
    public void restore(String value) {
        digest = HexFormat.of().parseHex(value);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
