package dev.cria.data.curate;

import dev.cria.data.card.Sample;
import dev.cria.data.document.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.openhft.hashing.LongHashFunction;

/** Of the documents of a batch, the few that may be shown: those with the least hash. */
final class Candidates {

    private static final LongHashFunction HASH = LongHashFunction.xx3();
    private static final int MAX_HASHED = 64;
    private static final int MAX_NAME = 200;
    private static final int MAX_URL = 300;
    private static final int MAX_DETAIL = 200;

    private final int room;
    private final List<Candidate> least = new ArrayList<>();

    Candidates(int room) {
        this.room = room;
    }

    /**
     * A document that may be shown.
     *
     * @param before what it was before a step changed it; null where that is not shown
     */
    private record Candidate(long rank, Document document, Document before, String detail) {}

    /** A hash of what a document is called and how it begins. */
    static long rank(Document document) {
        String text = document.text();
        long start = HASH.hashChars(text, 0, Math.min(text.length(), MAX_HASHED));
        return HASH.hashLong(start ^ HASH.hashChars(document.id()));
    }

    void offer(long rank, Document document, Document before, String detail) {
        if (least.size() == room && least.get(room - 1).rank() <= rank) {
            return;
        }
        least.add(new Candidate(rank, document, before, detail));
        least.sort(Comparator.comparingLong(Candidate::rank));
        if (least.size() > room) {
            least.remove(room);
        }
    }

    List<Sample> samples(Excerpts excerpts) {
        return least.stream().map(candidate -> sample(candidate, excerpts)).toList();
    }

    private static Sample sample(Candidate candidate, Excerpts excerpts) {
        Document document = candidate.document();
        String text = document.text();
        Excerpts.Change shown =
                candidate.before() == null
                        ? new Excerpts.Change("", excerpts.beginning(text))
                        : excerpts.change(candidate.before().text(), text);
        return new Sample(
                candidate.rank(),
                cut(document.id(), MAX_NAME),
                cut(document.source(), MAX_NAME),
                cut(excerpts.masked(document.url()), MAX_URL),
                text.codePointCount(0, text.length()),
                cut(excerpts.masked(candidate.detail()), MAX_DETAIL),
                shown.before(),
                shown.after());
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}
