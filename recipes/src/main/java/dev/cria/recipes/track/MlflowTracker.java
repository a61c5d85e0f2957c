package dev.cria.recipes.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.recipes.recipe.Recipe;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends figures to an MLflow tracking server from a thread of its own. The run never waits for it
 * but for a few seconds at its end: while the server does not answer, the newest figures are kept,
 * as many as there is room for, and tried again ever more rarely.
 */
final class MlflowTracker implements Tracker {

    private static final Logger LOG = Logger.getLogger(MlflowTracker.class.getName());
    private static final int ROOM = 20_000;

    /** The most metrics that a request may hold. */
    private static final int BATCH = 1000;

    /** What a thread waits for; times in milliseconds. */
    record Patience(long first, long longest, long atEnd) {

        static final Patience USUAL = new Patience(1000, 60_000, 5000);
    }

    /** A metric of a stage, or with an outcome the stage's end. */
    private record Message(String stage, JsonNode metric, Outcome outcome, long millis) {}

    private final MlflowServer server;
    private final MlflowRuns runs;
    private final Patience patience;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private final Set<String> stages = new HashSet<>();
    private final Thread thread;
    private long lost;
    private long pause;
    private boolean closed;
    private boolean idle = true;

    MlflowTracker(Recipe recipe, MlflowServer server, Patience patience) {
        this.server = server;
        this.runs = new MlflowRuns(recipe, server);
        this.patience = patience;
        this.thread = new Thread(this::work, "mlflow");
        thread.setDaemon(true);
        thread.start();
    }

    static MlflowTracker of(Recipe recipe) {
        MlflowServer server =
                new MlflowServer(recipe.tracking().server(System::getenv), System::getenv);
        return new MlflowTracker(recipe, server, Patience.USUAL);
    }

    @Override
    public void step(JsonNode line) {
        long millis = Math.round(1e3 * line.path("time").asDouble());
        List<Message> metrics = new ArrayList<>();
        Scalars.of(line)
                .forEach(
                        (name, value) -> {
                            ObjectNode metric = JsonNodeFactory.instance.objectNode();
                            metric.put("key", name).put("value", value);
                            metric.put("timestamp", millis).put("step", line.path("step").asLong());
                            metrics.add(
                                    new Message(line.path("stage").asText(), metric, null, millis));
                        });
        add(metrics);
    }

    @Override
    public void goOn(String stage, long done, List<JsonNode> kept) {
        stages.add(stage);
    }

    @Override
    public void end(String stage, Outcome outcome) {
        if (stages.contains(stage)) {
            add(List.of(new Message(stage, null, outcome, System.currentTimeMillis())));
        }
    }

    private synchronized void add(List<Message> messages) {
        for (Message message : messages) {
            if (waiting.size() == ROOM) {
                waiting.removeFirst();
                lost++;
            }
            waiting.addLast(message);
        }
        notifyAll();
    }

    /** Waits a little for what is still to be sent, unless the server has not been answering. */
    @Override
    public void close() {
        synchronized (this) {
            long end = System.currentTimeMillis() + patience.atEnd();
            while (!(waiting.isEmpty() && idle) && pause == 0 && System.currentTimeMillis() < end) {
                await(Math.max(1, end - System.currentTimeMillis()));
            }
            closed = true;
            lost += waiting.size();
            notifyAll();
        }
        thread.interrupt();
        if (lost > 0) {
            LOG.warning(() -> "MLflow at %s: %d figures were not sent".formatted(server, lost));
        }
    }

    private void work() {
        while (true) {
            List<Message> batch = take();
            if (batch.isEmpty()) {
                return;
            }
            try {
                send(batch);
                answered();
            } catch (MlflowServer.Refused refused) {
                LOG.log(Level.WARNING, refused, () -> "MLflow at %s refuses".formatted(server));
                answered();
            } catch (IOException | RuntimeException failure) {
                failed(batch, failure);
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    /** The next messages of one stage; none at the end. */
    private synchronized List<Message> take() {
        idle = true;
        notifyAll();
        while (waiting.isEmpty() && !closed) {
            await(0);
        }
        List<Message> batch = new ArrayList<>();
        if (closed) {
            return batch;
        }
        idle = false;
        String stage = waiting.peekFirst().stage();
        while (!waiting.isEmpty()
                && batch.size() < BATCH
                && waiting.peekFirst().stage().equals(stage)) {
            Message next = waiting.peekFirst();
            if (next.outcome() != null && !batch.isEmpty()) {
                break;
            }
            batch.add(waiting.removeFirst());
            if (next.outcome() != null) {
                break;
            }
        }
        return batch;
    }

    private void send(List<Message> batch) throws IOException, InterruptedException {
        Message first = batch.get(0);
        if (first.outcome() != null) {
            runs.end(first.stage(), first.outcome(), first.millis());
        } else {
            runs.log(first.stage(), batch.stream().map(Message::metric).toList());
        }
    }

    private synchronized void answered() {
        if (pause > 0) {
            LOG.info(() -> "MLflow at %s answers again".formatted(server));
        }
        pause = 0;
    }

    private synchronized void failed(List<Message> batch, Exception failure) {
        if (pause == 0) {
            LOG.log(
                    Level.WARNING,
                    failure,
                    () -> "MLflow at %s does not take figures; the run goes on".formatted(server));
        }
        for (int i = batch.size() - 1; i >= 0 && waiting.size() < ROOM; i--) {
            waiting.addFirst(batch.get(i));
        }
        pause = Math.min(patience.longest(), Math.max(patience.first(), 2 * pause));
        notifyAll();
        long end = System.currentTimeMillis() + pause;
        while (!closed && System.currentTimeMillis() < end) {
            await(Math.max(1, end - System.currentTimeMillis()));
        }
    }

    @SuppressWarnings("WaitNotInLoop") // all callers look again
    private void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public String toString() {
        return "MLflow at " + server;
    }
}
