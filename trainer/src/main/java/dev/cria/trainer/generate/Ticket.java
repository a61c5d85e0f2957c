package dev.cria.trainer.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A request that was handed in, and its answers once they are there. For any thread. */
public final class Ticket {

    private final Request request;
    private final AnswerListener listener;
    private final long number;
    private final CompletableFuture<List<Answer>> done = new CompletableFuture<>();
    private final Answer[] answers;
    private int missing;
    private volatile boolean cancelled;
    private volatile int cachedTokens = -1;

    Ticket(Request request, AnswerListener listener, long number) {
        this.request = request;
        this.listener = listener;
        this.number = number;
        this.answers = new Answer[request.samples()];
        this.missing = request.samples();
    }

    /** What was asked for. */
    public Request request() {
        return request;
    }

    /**
     * Asks to generate no more of it. Samples that are not complete end where they are, with {@link
     * Finish#CANCELLED}.
     */
    public void cancel() {
        cancelled = true;
    }

    /** Whether all answers are there, or never will be. */
    public boolean isDone() {
        return done.isDone();
    }

    /** Waits for the answers, sample by sample, while another thread generates. */
    public List<Answer> answers() {
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * Tokens of the prompt whose keys and values were found in memory, full pages of them, instead
     * of being computed; 0 before it begins.
     */
    public int cachedTokens() {
        return Math.max(0, cachedTokens);
    }

    /** Is told when the prompt is begun; only the first time counts. */
    void began(int tokensFound) {
        if (cachedTokens < 0) {
            cachedTokens = tokensFound;
        }
    }

    long number() {
        return number;
    }

    boolean isCancelled() {
        return cancelled;
    }

    void finish(int sample, Answer answer) {
        answers[sample] = answer;
        listener.finished(sample, answer);
        if (--missing == 0) {
            done.complete(new ArrayList<>(List.of(answers)));
        }
    }

    AnswerListener listener() {
        return listener;
    }

    void fail(RuntimeException failure) {
        done.completeExceptionally(failure);
    }
}
