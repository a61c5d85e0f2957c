package dev.cria.data.batch;

import java.util.Set;

/**
 * Tokens of the conversation format: what ends a turn or a text, and headers with the empty line
 * behind them. Llama 3 leaves them out of the loss that compares two answers, in which they stand
 * in both: else the model learns to repeat its end, or to end abruptly (Grattafiori et al. 2024,
 * arXiv:2407.21783, section 4.1.4).
 *
 * @param ends tokens that end a turn or a text
 * @param headerStart what a header begins with; -1 where there are none
 * @param headerEnd what a header ends with
 * @param emptyLine tokens behind a header
 */
public record FormatTokens(Set<Integer> ends, int headerStart, int headerEnd, int emptyLine) {

    /** Nothing is format. */
    public static final FormatTokens NONE = new FormatTokens(Set.of(), -1, -1, 0);

    /** Which tokens of an answer are of the format; an answer of nothing else has none. */
    boolean[] in(int[] ids) {
        boolean[] format = new boolean[ids.length];
        boolean inHeader = false;
        int behind = 0;
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            inHeader |= ids[i] == headerStart;
            format[i] = inHeader || behind > 0 || ends.contains(ids[i]);
            behind = Math.max(0, behind - 1);
            if (inHeader && ids[i] == headerEnd) {
                inHeader = false;
                behind = emptyLine;
            }
            count += format[i] ? 1 : 0;
        }
        return count == ids.length ? new boolean[ids.length] : format;
    }
}
