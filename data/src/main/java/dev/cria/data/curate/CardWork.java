package dev.cria.data.curate;

import dev.cria.data.card.CardStats;
import dev.cria.data.card.CorpusStats;
import dev.cria.data.card.DropStats;
import dev.cria.data.card.StepStats;
import dev.cria.data.card.TextSize;
import dev.cria.data.document.Document;
import dev.cria.data.heuristic.UrlHost;
import dev.cria.data.language.LanguageFilter;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.pipeline.Grouping;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.text.DocumentLanguage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts for the data card what happens to the documents of a batch, one after another. */
final class CardWork {

    private final Pass pass;
    private final Excerpts excerpts;
    private final CardStats stats;
    private final GroupWork groups;
    private final List<Shown> shown = new ArrayList<>();
    private final Candidates kept;
    private Document current;
    private String measured;
    private TextSize size;
    private long characters;
    private long rank;

    /**
     * @param decisions of the step that decides in this pass; null where there is none
     */
    CardWork(Pass pass, Decisions decisions) {
        this.pass = pass;
        excerpts = pass.excerpts();
        stats = new CardStats(pass.labels());
        groups = decisions instanceof Grouping grouping ? new GroupWork(grouping) : null;
        kept = new Candidates(stats.after().samples().room());
        stats.steps().forEach(step -> shown.add(new Shown(step, new HashMap<>())));
    }

    /** Documents of a step that may be shown: dropped ones by reason, and changed ones. */
    private record Shown(StepStats step, Map<String, Candidates> dropped, Candidates changed) {

        Shown(StepStats step, Map<String, Candidates> dropped) {
            this(step, dropped, new Candidates(step.changes().room()));
        }
    }

    /** A document is read. */
    void begins(Document document, long ordinal) {
        current = document;
        rank = Candidates.rank(document);
        if (pass.number() == 0) {
            characters = size().characters();
            CorpusStats before = stats.before();
            before.lengths().add(size());
            before.sources().add(document.source(), characters);
            addDomain(before, document);
            Scores.add(document.meta(), before);
        } else {
            characters = count(document.text());
        }
        if (groups != null) {
            groups.add(ordinal, document, stats.steps().get(0).clusters());
        }
    }

    /** Code points of the document that was last told of. */
    long characters() {
        return characters;
    }

    /** A step let the document go on. */
    void keeps(int step, Document after) {
        StepStats of = stats.steps().get(step);
        of.came(characters);
        Document before = current;
        boolean isChanged = !after.text().equals(before.text());
        if (isChanged) {
            characters = count(after.text());
            shown.get(step).changed().offer(rank, after, before, "");
        }
        if (!after.meta().equals(before.meta())) {
            Scores.addNew(after.meta(), before.meta(), stats.before());
        }
        of.kept(characters, isChanged);
        current = after;
    }

    /** A step dropped the document. */
    void drops(int step, Outcome.Dropped drop) {
        StepStats of = stats.steps().get(step);
        of.came(characters);
        DropStats reason = of.dropped(drop.reason());
        reason.add(characters);
        shown.get(step)
                .dropped()
                .computeIfAbsent(drop.reason(), unseen -> new Candidates(reason.samples().room()))
                .offer(rank, current, null, drop.detail());
        Scores.addOfDrop(drop.reason(), drop.detail(), stats.before());
        boolean isIdentified = isLanguageFilter(step) && !drop.detail().isEmpty();
        String language = isIdentified ? DocumentLanguage.first(drop.detail()) : language();
        stats.before().languages().add(language, characters);
    }

    private boolean isLanguageFilter(int step) {
        int own = pass.decides() == null ? step : step - 1;
        return own >= 0 && pass.steps().get(own).step() instanceof LanguageFilter;
    }

    /** The document went through all steps of the pass. */
    void ends() {
        if (!pass.isLast()) {
            return;
        }
        stats.before().languages().add(language(), characters);
        CorpusStats after = stats.after();
        after.lengths().add(size());
        after.sources().add(current.source(), characters);
        after.languages().add(language(), characters);
        addDomain(after, current);
        Scores.add(current.meta(), after);
        kept.offer(rank, current, null, "");
    }

    /** A row held no document. */
    void isBad(BadRowNote row) {
        stats.addBadRow(
                new CardStats.BadRow(row.file(), row.row(), excerpts.masked(row.problem())));
    }

    CardStats finish() {
        for (Shown of : shown) {
            of.dropped()
                    .forEach(
                            (reason, candidates) ->
                                    of.step()
                                            .dropped(reason)
                                            .samples()
                                            .addAll(candidates.samples(excerpts)));
            of.step().changes().addAll(of.changed().samples(excerpts));
        }
        stats.after().samples().addAll(kept.samples(excerpts));
        if (groups != null) {
            groups.finish(stats.steps().get(0).clusters(), excerpts);
        }
        return stats;
    }

    /** The language of the document, or that by which steps judge it when it names none. */
    private String language() {
        if (!current.language().isEmpty()) {
            return DocumentLanguage.first(current.language());
        }
        return size().isChinese() ? "zh" : "";
    }

    /** The same text is measured once. */
    private TextSize size() {
        if (!current.text().equals(measured)) {
            measured = current.text();
            size = TextSize.of(measured);
        }
        return size;
    }

    private static void addDomain(CorpusStats stats, Document document) {
        if (document.url().isBlank()) {
            return;
        }
        String host = UrlHost.of(document.url());
        stats.domains()
                .add(host.startsWith("www.") ? host.substring(4) : host, count(document.text()));
    }

    private static long count(String text) {
        return text.codePointCount(0, text.length());
    }
}
