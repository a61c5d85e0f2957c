package dev.cria.data.mix;

import dev.cria.checkpoints.UserException;
import dev.cria.data.curate.Batch;
import dev.cria.data.dataset.LengthLimit;
import dev.cria.data.dataset.TextTokens;
import dev.cria.data.document.Document;
import dev.cria.data.source.BadRowException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A batch of documents as tokens.
 *
 * @param documents in their order, those that give tokens
 * @param counts of each source
 * @param leftOut documents that no source takes
 * @param badRows rows that could not be read, as file:row: problem
 */
record TokenBatch(
        List<Tokens> documents, List<SourceCount> counts, long leftOut, List<String> badRows) {

    /**
     * A document.
     *
     * @param ids of all of it
     * @param ends where its pieces end
     */
    record Tokens(int[] ids, int[] ends, int source, String origin) {}

    /** Any thread may call it. */
    static TokenBatch of(Batch batch, Intake intake, TextTokens texts, LengthLimit limit) {
        List<Tokens> documents = new ArrayList<>();
        List<SourceCount> counts =
                new ArrayList<>(Collections.nCopies(intake.sources().size(), SourceCount.NONE));
        List<String> badRows = new ArrayList<>();
        long leftOut = 0;
        for (Batch.Located located : batch.rows()) {
            Document document;
            try {
                document = located.row().document();
            } catch (BadRowException e) {
                badRows.add(
                        "%s:%d: %s"
                                .formatted(located.file(), located.row().number(), e.getMessage()));
                continue;
            }
            int source = intake.takerOf(located.file(), document);
            if (source == Intake.NONE) {
                leftOut++;
                continue;
            }
            int[] ids = texts.of(document.text());
            String origin = located.file() + ":" + located.row().number();
            int[] ends = ends(ids.length, limit, origin);
            if (ends.length > 0) {
                documents.add(new Tokens(ids, ends, source, document.id()));
            }
            counts.set(source, counts.get(source).plus(count(document.text(), ids.length, ends)));
        }
        return new TokenBatch(documents, counts, leftOut, badRows);
    }

    /** Where the pieces of a text end; none where it is left out. */
    private static int[] ends(int length, LengthLimit limit, String origin) {
        int most = limit.maxSeqLen();
        if (length <= most) {
            return new int[] {length};
        }
        return switch (limit.excess()) {
            case DROP -> new int[0];
            case TRUNCATE -> new int[] {most};
            case CUT -> {
                // A last piece of one token would have nothing to learn.
                int pieces = length / most + (length % most > 1 ? 1 : 0);
                int[] ends = new int[pieces];
                for (int i = 0; i < pieces; i++) {
                    ends[i] = (int) Math.min(length, (i + 1L) * most);
                }
                yield ends;
            }
            case ERROR ->
                    throw new UserException(
                            "%s: has %d tokens, max_seq_len is %d; raise max_seq_len, or set excess_length to cut, drop or truncate"
                                    .formatted(origin, length, most));
        };
    }

    private static SourceCount count(String text, int length, int[] ends) {
        if (ends.length == 0) {
            return new SourceCount(0, 0, 0, 0, 0, 1, 0);
        }
        long tokens = ends[ends.length - 1];
        return new SourceCount(
                1,
                text.codePointCount(0, text.length()),
                utf8Length(text),
                ends.length,
                tokens,
                0,
                tokens < length ? 1 : 0);
    }

    private static long utf8Length(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Both halves of a surrogate pair together take four bytes.
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }
}
