package dev.cria.checkpoints.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Passes bytes on to a channel and computes their number, SHA-256 and checksums. */
public final class HashingChannel implements WritableByteChannel {

    private final WritableByteChannel target;
    private final MessageDigest digest = Sha256.digest();
    private final BlockChecksums blocks = new BlockChecksums();
    private long bytes;

    public HashingChannel(WritableByteChannel target) {
        this.target = target;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        ByteBuffer view = source.duplicate();
        int written = target.write(source);
        view.limit(view.position() + written);
        blocks.update(view.duplicate());
        digest.update(view);
        bytes += written;
        return written;
    }

    public long bytes() {
        return bytes;
    }

    /** The lower-case hexadecimal hash; ends the computation. */
    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Everything that was computed; ends the computation. */
    public FileDigest digest() {
        return new FileDigest(bytes, sha256(), blocks.hex());
    }

    @Override
    public boolean isOpen() {
        return target.isOpen();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
