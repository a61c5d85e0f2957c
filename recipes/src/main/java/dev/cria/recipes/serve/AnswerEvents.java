package dev.cria.recipes.serve;

import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.AnswerListener;
import dev.cria.trainer.generate.TokenLogProb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What the generating thread tells of a request's answers, for the thread that writes to the
 * client: nobody who generates waits for a client.
 */
final class AnswerEvents {

    /**
     * More of an answer, or its end.
     *
     * @param answer the whole, at its end; otherwise null
     */
    record Event(int index, String text, List<Told> tokens, Answer answer) {}

    private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();

    /** The next; null if there is none for so long. */
    Event next(Duration most) throws InterruptedException {
        return queue.poll(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * One who hears of the answers to a prompt.
     *
     * @param first the number of the first of them
     */
    AnswerListener listener(int first) {
        return new Listener(first);
    }

    private final class Listener implements AnswerListener {

        private final int first;

        /** Tokens of which no whole character is there yet. */
        private final Map<Integer, List<Told>> pending = new HashMap<>();

        Listener(int first) {
            this.first = first;
        }

        @Override
        public void token(int sample, int id, float logProb, List<TokenLogProb> top) {
            pending.computeIfAbsent(sample, none -> new ArrayList<>())
                    .add(new Told(id, logProb, top));
        }

        @Override
        public void text(int sample, String more) {
            queue.add(new Event(first + sample, more, taken(sample), null));
        }

        @Override
        public void finished(int sample, Answer answer) {
            queue.add(new Event(first + sample, "", taken(sample), answer));
        }

        private List<Told> taken(int sample) {
            List<Told> tokens = pending.remove(sample);
            return tokens == null ? List.of() : tokens;
        }
    }
}
