package dev.cria.recipes.chat;

import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.AnswerListener;
import dev.cria.trainer.generate.Finish;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.generate.Ticket;
import java.io.PrintStream;

/** Generates one answer in this thread, prints it as it comes, and takes the time. */
final class Answering implements AnswerListener {

    private final GenerationEngine engine;
    private final PrintStream out;
    private volatile Ticket ticket;
    private long firstNanos;

    Answering(GenerationEngine engine, PrintStream out) {
        this.engine = engine;
        this.out = out;
    }

    /** The answer; one that was interrupted ends where it is. */
    Answer answer(Request request) {
        ticket = engine.submit(request, this);
        while (!ticket.isDone()) {
            engine.step();
        }
        return ticket.answers().get(0);
    }

    /** Ends the answer where it is; for any thread. */
    void interrupt() {
        Ticket asked = ticket;
        if (asked != null) {
            asked.cancel();
        }
    }

    @Override
    public void token(int sample, int id) {
        if (firstNanos == 0) {
            firstNanos = System.nanoTime();
        }
    }

    @Override
    public void text(int sample, String more) {
        out.print(more);
        out.flush();
        if (out.checkError()) {
            ticket.cancel();
        }
    }

    /** What it took from a moment on; the answer is there. */
    AnswerFigures figures(Answer answer, long beginNanos, long loadNanos) {
        long end = System.nanoTime();
        long first = firstNanos == 0 ? end : firstNanos;
        int after = Math.max(0, answer.ids().length - 1);
        boolean ended = answer.finish() == Finish.STOP_TOKEN && answer.ids().length > 0;
        return new AnswerFigures(
                loadNanos,
                ticket.request().prompt().length,
                ticket.cachedTokens(),
                first - beginNanos,
                answer.ids().length,
                after + (ended ? 1 : 0),
                end - first);
    }
}
