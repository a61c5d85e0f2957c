package dev.cria.trainer.generate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Which texts run and which wait, and the pages of each. When pages run out, the youngest text
 * gives its own back and waits; what it had is computed again later, to the same bits.
 */
final class Texts {

    private static final Comparator<Sequence> BY_AGE =
            Comparator.<Sequence>comparingLong(s -> s.ticket().number())
                    .thenComparingInt(Sequence::sample);

    private final TreeSet<Sequence> running = new TreeSet<>(BY_AGE);
    private final TreeSet<Sequence> waiting = new TreeSet<>(BY_AGE);
    private final EngineSettings settings;
    private final Pages pages;
    private final PrefixTree tree;
    private final PageContent content;
    private long preemptions;

    /** What happens to the content of pages. */
    interface PageContent {

        /** A page will be written. */
        void prepare(int page);

        /** A page becomes a copy of another. */
        void copy(int from, int to);
    }

    Texts(EngineSettings settings, Pages pages, PageContent content) {
        this.settings = settings;
        this.pages = pages;
        this.content = content;
        this.tree = new PrefixTree(pages, settings.pageTokens());
    }

    void add(Sequence sequence) {
        waiting.add(sequence);
    }

    boolean isEmpty() {
        return running.isEmpty() && waiting.isEmpty();
    }

    Collection<Sequence> all() {
        List<Sequence> all = new ArrayList<>(running);
        all.addAll(waiting);
        return all;
    }

    long preemptions() {
        return preemptions;
    }

    /** How many tokens each text runs in the next step, oldest text first. */
    List<RowRun> next(Lanes lanes) {
        List<RowRun> runs = new ArrayList<>();
        int prefill = settings.prefillRows();
        for (Sequence text : List.copyOf(running)) {
            prefill -= run(text, prefill, lanes, runs);
        }
        while (prefill > 0 && !waiting.isEmpty() && admit(waiting.first())) {
            prefill -= run(running.last(), prefill, lanes, runs);
        }
        return runs;
    }

    /** Answers how many rows of prompts it takes. */
    private int run(Sequence text, int prefill, Lanes lanes, List<RowRun> runs) {
        int missing = text.tokens().size() - text.cached();
        int count = missing == 1 ? 1 : Math.min(missing, prefill);
        if (count > 0 && running.contains(text) && reserve(text, text.cached() + count)) {
            runs.add(new RowRun(text, lanes.adapter(text), count));
            return missing == 1 ? 0 : count;
        }
        return 0;
    }

    private boolean admit(Sequence text) {
        int samples = text.isUndivided() ? text.request().samples() : 1;
        boolean crowded = running.size() + samples > settings.maxRunning();
        if (!running.isEmpty() && (crowded || isBeingRead(text))) {
            return false;
        }
        int whole = (text.tokens().size() - 1) / settings.pageTokens();
        IntList found = tree.find(text.request().adapter(), text.tokens(), whole);
        int needed = pagesFor(text.tokens().size()) - found.size() + 1;
        if (!running.isEmpty() && needed > pages.available()) {
            release(found);
            return false;
        }
        waiting.remove(text);
        running.add(text);
        for (int i = 0; i < found.size(); i++) {
            text.pages().add(found.get(i));
        }
        text.setCached(found.size() * settings.pageTokens());
        text.ticket().began(text.cached());
        return true;
    }

    /** Whether another text is about to compute pages that this one can share. */
    private boolean isBeingRead(Sequence text) {
        String policy = text.request().adapter();
        for (Sequence other : running) {
            boolean reads =
                    other.request().adapter().equals(policy)
                            && other.cached() < other.request().prompt().length;
            int common = reads ? other.tokens().commonStart(text.tokens()) : 0;
            int shared = Math.min(common, text.tokens().size() - 1) / settings.pageTokens();
            if (shared > other.cached() / settings.pageTokens()) {
                return true;
            }
        }
        return false;
    }

    private int pagesFor(int tokens) {
        return (tokens + settings.pageTokens() - 1) / settings.pageTokens();
    }

    /** Makes pages that are the text's own for its tokens up to {@code end}. */
    private boolean reserve(Sequence text, int end) {
        int first = text.cached() / settings.pageTokens();
        for (int i = first; i < pagesFor(end); i++) {
            boolean has = i < text.pages().size();
            if (has && !pages.isShared(text.pages().get(i))) {
                continue;
            }
            int page = takePage(text);
            if (page < 0) {
                return false;
            }
            if (has) {
                content.copy(text.pages().get(i), page);
                pages.release(text.pages().get(i));
                text.pages().set(i, page);
            } else {
                content.prepare(page);
                text.pages().add(page);
            }
        }
        return true;
    }

    /** A page; others may lose theirs for it. -1 if the text itself had to give way. */
    private int takePage(Sequence text) {
        while (true) {
            int page = pages.take();
            if (page >= 0) {
                return page;
            }
            if (tree.evict()) {
                continue;
            }
            Sequence youngest = running.last();
            preempt(youngest);
            if (youngest == text) {
                return -1;
            }
        }
    }

    private void preempt(Sequence text) {
        preemptions++;
        leave(text);
        waiting.add(text);
    }

    /** What has been computed for a text is there. */
    void computed(RowRun run) {
        Sequence text = run.sequence();
        boolean readPrompt = text.cached() < text.request().prompt().length;
        text.setCached(run.end());
        if (readPrompt) {
            remember(text);
        }
    }

    /** Adds a sample to a text whose prompt has been read. */
    void divide(Sequence sibling) {
        for (int i = 0; i < sibling.pages().size(); i++) {
            pages.share(sibling.pages().get(i));
        }
        running.add(sibling);
        if (running.size() > settings.maxRunning()) {
            leave(sibling);
            waiting.add(sibling);
        }
    }

    /** A text is complete, or not wanted any more. */
    void remove(Sequence text) {
        if (!waiting.remove(text)) {
            remember(text);
            leave(text);
        }
    }

    private void remember(Sequence text) {
        int full = text.cached() / settings.pageTokens();
        tree.remember(text.request().adapter(), text.tokens(), text.pages(), full);
    }

    private void leave(Sequence text) {
        running.remove(text);
        release(text.pages());
        text.pages().clear();
        text.setCached(0);
    }

    private void release(IntList list) {
        for (int i = list.size() - 1; i >= 0; i--) {
            pages.release(list.get(i));
        }
    }
}
