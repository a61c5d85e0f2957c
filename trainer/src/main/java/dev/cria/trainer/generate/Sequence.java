package dev.cria.trainer.generate;

import java.util.ArrayList;
import java.util.List;

/** One text in progress: its tokens, and how many of them have keys and values in pages. */
final class Sequence {

    private final Ticket ticket;
    private final int sample;
    private final IntList tokens;
    private final IntList pages;
    private final AnswerText text;
    private final IntList logProbs = new IntList();
    private final List<List<TokenLogProb>> top = new ArrayList<>();
    private TextForm.State form;
    private int cached;

    /** True until the samples that share the prompt have been made. */
    private boolean undivided;

    /** The first sample of a request. */
    Sequence(Ticket ticket, AnswerText text, TextForm.State form) {
        this(ticket, 0, IntList.of(ticket.request().prompt()), new IntList(), text, form);
        this.undivided = ticket.request().samples() > 1;
    }

    private Sequence(
            Ticket ticket,
            int sample,
            IntList tokens,
            IntList pages,
            AnswerText text,
            TextForm.State form) {
        this.ticket = ticket;
        this.sample = sample;
        this.tokens = tokens;
        this.pages = pages;
        this.text = text;
        this.form = form;
    }

    /** Another sample, before anything was generated, with the same pages. */
    Sequence sibling(int number, AnswerText ownText) {
        Sequence sibling = new Sequence(ticket, number, tokens.copy(), pages.copy(), ownText, form);
        sibling.cached = cached;
        return sibling;
    }

    Ticket ticket() {
        return ticket;
    }

    Request request() {
        return ticket.request();
    }

    int sample() {
        return sample;
    }

    IntList tokens() {
        return tokens;
    }

    IntList pages() {
        return pages;
    }

    int cached() {
        return cached;
    }

    void setCached(int count) {
        cached = count;
    }

    boolean isUndivided() {
        return undivided;
    }

    void divide() {
        undivided = false;
    }

    int generated() {
        return tokens.size() - request().prompt().length;
    }

    int tokensLeft() {
        return request().maxNewTokens() - generated();
    }

    TextForm.State form() {
        return form;
    }

    AnswerText text() {
        return text;
    }

    /** Takes a token in. */
    void append(Choice choice) {
        tokens.add(choice.token());
        if (form != null) {
            form = form.after(choice.token());
        }
        if (request().topLogProbs() >= 0) {
            logProbs.add(Float.floatToRawIntBits(choice.logProb()));
        }
        if (request().topLogProbs() > 0) {
            top.add(choice.top());
        }
    }

    /** The answer as it is now. */
    Answer answer(Finish finish) {
        int kept = Math.min(text.keptTokens(), generated());
        int start = request().prompt().length;
        float[] kepts = new float[Math.min(kept, logProbs.size())];
        for (int i = 0; i < kepts.length; i++) {
            kepts[i] = Float.intBitsToFloat(logProbs.get(i));
        }
        return new Answer(
                tokens.range(start, start + kept),
                text.text(),
                kepts,
                List.copyOf(top.subList(0, Math.min(kept, top.size()))),
                finish);
    }
}
