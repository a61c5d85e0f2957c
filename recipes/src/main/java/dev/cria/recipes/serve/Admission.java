package dev.cria.recipes.serve;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Lets so many answers be generated at a time; requests wait in their order. */
final class Admission {

    private final int most;
    private final int mostWaiting;
    private final Deque<Place> queue = new ArrayDeque<>();
    private int running;

    Admission(int most, int mostWaiting) {
        this.most = most;
        this.mostWaiting = mostWaiting;
    }

    /** A request's place: first in the queue, then among those that are answered. */
    final class Place implements AutoCloseable {

        private final int answers;
        private boolean admitted;

        private Place(int answers) {
            this.answers = answers;
        }

        /** Waits, at most so long; true once it may begin. */
        boolean await(Duration most) throws InterruptedException {
            synchronized (Admission.this) {
                long end = System.nanoTime() + most.toNanos();
                while (!admitted) {
                    long left = end - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    Admission.this.wait(left / 1_000_000, (int) (left % 1_000_000));
                }
                return true;
            }
        }

        @Override
        public void close() {
            synchronized (Admission.this) {
                if (admitted) {
                    running -= answers;
                } else {
                    queue.remove(this);
                }
                admit();
            }
        }
    }

    /**
     * A place for a request.
     *
     * @throws ApiError if too many wait, or it could never begin
     */
    synchronized Place ask(int answers) {
        if (answers > most) {
            throw ApiError.invalid(
                    "n",
                    "%d answers were asked for; this server generates %d at a time, ask for at most so many"
                            .formatted(answers, most));
        }
        Place place = new Place(answers);
        queue.add(place);
        admit();
        if (!place.admitted && queue.size() > mostWaiting) {
            queue.remove(place);
            throw ApiError.busy(
                    "%d requests are waiting already; try again in a moment"
                            .formatted(mostWaiting));
        }
        return place;
    }

    /** Answers that are generated now. */
    synchronized int running() {
        return running;
    }

    /** Requests that wait now. */
    synchronized int waiting() {
        return queue.size();
    }

    private void admit() {
        while (!queue.isEmpty() && running + queue.peek().answers <= most) {
            Place next = queue.remove();
            next.admitted = true;
            running += next.answers;
        }
        notifyAll();
    }
}
