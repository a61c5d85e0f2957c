package dev.cria.data.safety;

import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.TextScorer;
import java.io.Closeable;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Notes in the meta of a document what a scorer gives it, and drops what reaches a threshold. The
 * scorer is made for the first document: a run that goes on behind this step never needs it.
 */
public final class ScoreLimit implements DocumentStep, Closeable {

    private final Settings settings;
    private final Supplier<TextScorer> opener;
    private TextScorer scorer;

    /**
     * What is done with scores.
     *
     * @param field of the meta that gets them, with four digits
     * @param threshold least score that is dropped
     * @param drops whether anything is; otherwise the categories are noted too
     * @param reason by which drops are counted
     */
    public record Settings(String field, double threshold, boolean drops, String reason) {}

    /** A step; the scorer is closed with it. */
    public ScoreLimit(Settings settings, Supplier<TextScorer> opener) {
        this.settings = settings;
        this.opener = opener;
    }

    @Override
    public Outcome apply(DocumentView view) {
        TextScorer.Judgement found = scorer().judge(view.text());
        String score = String.format(Locale.ROOT, "%.4f", found.score());
        String categories = String.join(",", found.categories());
        if (found.score() < settings.threshold()) {
            return Outcome.keep(view.with(view.document().withMeta(settings.field(), score)));
        }
        if (settings.drops()) {
            return Outcome.drop(settings.reason(), (score + " " + categories).strip());
        }
        return Outcome.keep(
                view.with(
                        view.document()
                                .withMeta(settings.field(), score)
                                .withMeta(settings.field() + "_categories", categories)));
    }

    private synchronized TextScorer scorer() {
        if (scorer == null) {
            scorer = opener.get();
        }
        return scorer;
    }

    @Override
    public synchronized void close() {
        if (scorer != null) {
            scorer.close();
            scorer = null;
        }
    }
}
