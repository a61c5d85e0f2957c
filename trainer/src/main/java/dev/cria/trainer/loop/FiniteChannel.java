package dev.cria.trainer.loop;

import dev.cria.checkpoints.UserException;
import dev.cria.trainer.engine.FiniteNumbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/**
 * Passes fp32 numbers on as long as they are finite: what is damaged never gets into a checkpoint.
 */
final class FiniteChannel implements WritableByteChannel {

    private final WritableByteChannel target;
    private final String name;
    private final ByteBuffer split =
            ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** A tensor of a checkpoint holds a number that is not finite. */
    static final class NotFinite extends UserException {

        private static final long serialVersionUID = 1L;

        NotFinite(String tensor) {
            super(
                    "'%s' holds a number that is not finite; nothing of the checkpoint was saved"
                            .formatted(tensor));
        }
    }

    /**
     * @param name of the tensor, for messages
     */
    FiniteChannel(WritableByteChannel target, String name) {
        this.target = target;
        this.name = name;
    }

    /**
     * @throws NotFinite where the bytes complete a number that is not finite
     */
    @Override
    public int write(ByteBuffer source) throws IOException {
        ByteBuffer written = source.duplicate();
        int count = target.write(source);
        written.limit(written.position() + count);
        // A write may end within a number.
        while (written.hasRemaining() && split.position() > 0) {
            addToSplit(written);
        }
        ByteBuffer whole = written.duplicate();
        whole.limit(whole.position() + written.remaining() / Float.BYTES * Float.BYTES);
        check(whole);
        written.position(whole.limit());
        while (written.hasRemaining()) {
            addToSplit(written);
        }
        return count;
    }

    private void addToSplit(ByteBuffer bytes) {
        split.put(bytes.get());
        if (!split.hasRemaining()) {
            check(split.flip());
            split.clear();
        }
    }

    private void check(ByteBuffer numbers) {
        if (!FiniteNumbers.allIn(numbers)) {
            throw new NotFinite(name);
        }
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
