package dev.cria.data.dataset;

import dev.cria.checkpoints.UserException;

/**
 * How long an example may be.
 *
 * @param maxSeqLen the most tokens, at least 2
 * @param excess what happens to longer ones
 */
public record LengthLimit(int maxSeqLen, ExcessLength excess) {

    public LengthLimit {
        if (maxSeqLen < 2) {
            throw new UserException(
                    "max_seq_len: " + maxSeqLen + " is too small; expected at least 2");
        }
    }

    UserException tooLong(String origin, int length) {
        return new UserException(
                origin
                        + ": has "
                        + length
                        + " tokens, max_seq_len is "
                        + maxSeqLen
                        + "; raise max_seq_len, or set excess_length to drop or truncate");
    }
}
