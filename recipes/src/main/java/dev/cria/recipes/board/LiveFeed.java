package dev.cria.recipes.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.cria.checkpoints.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Server-sent events to every open page: {@code runs} when the list of runs changes, {@code points}
 * for new steps of runs that are drawn, {@code machine} every two seconds. Nothing is looked at
 * while no page is open.
 */
final class LiveFeed implements AutoCloseable {

    /** Pages at a time; each holds a thread. */
    static final int MOST = 16;

    private static final long PERIOD_MILLIS = 400;
    private static final int MACHINE_EVERY = 5;
    private static final int ROOM = 256;
    private static final long SILENCE_SECONDS = 10;

    private final RunList runs;
    private final Tails tails;
    private final Machine machine;
    private final Set<BlockingQueue<String>> pages = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::work, "board");
    private volatile boolean closed;
    private String lastRuns = "";
    private String lastMachine = "";

    LiveFeed(RunList runs, Tails tails, Machine machine) {
        this.runs = runs;
        this.tails = tails;
        this.machine = machine;
        thread.setDaemon(true);
        thread.start();
    }

    /** Serves a page until it goes away; false where there are too many. */
    boolean serve(HttpExchange exchange) throws IOException {
        BlockingQueue<String> queue = new ArrayBlockingQueue<>(ROOM);
        synchronized (this) {
            if (closed || pages.size() >= MOST) {
                return false;
            }
            queue.add(event("runs", runs.json()));
            queue.add(event("machine", machine.json()));
            pages.add(queue);
            notifyAll();
        }
        Reply.protect(exchange.getResponseHeaders(), false);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(Reply.OK, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (!closed && pages.contains(queue)) {
                String next = queue.poll(SILENCE_SECONDS, TimeUnit.SECONDS);
                // Without a word for long, nobody would learn that the page is gone.
                String text = next == null ? ":\n\n" : next;
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pages.remove(queue);
        }
        return true;
    }

    private void work() {
        for (long look = 0; !closed; look++) {
            try {
                awaitPage();
                tell(look);
                Thread.sleep(PERIOD_MILLIS);
            } catch (InterruptedException end) {
                return;
            } catch (RuntimeException failure) {
                System.getLogger(LiveFeed.class.getName())
                        .log(System.Logger.Level.WARNING, "a look failed", failure);
            }
        }
    }

    private synchronized void awaitPage() throws InterruptedException {
        while (pages.isEmpty() && !closed) {
            wait();
        }
    }

    private void tell(long look) {
        String list = event("runs", runs.json());
        if (!list.equals(lastRuns)) {
            lastRuns = list;
            send(list);
        }
        tails.followed()
                .forEach(
                        (run, tail) -> {
                            MetricsTail.News news = tail.poll();
                            if (tails.isNew(run, news)) {
                                send(event("points", points(run, news)));
                            }
                        });
        if (look % MACHINE_EVERY == 0) {
            String now = event("machine", machine.json());
            if (!now.equals(lastMachine)) {
                lastMachine = now;
                send(now);
            }
        }
    }

    private static ObjectNode points(String run, MetricsTail.News news) {
        ObjectNode json = Json.object().put("run", run).put("epoch", news.epoch());
        json.put("from", news.from());
        ArrayNode rows = json.putArray("rows");
        news.lines().forEach(rows::add);
        return json;
    }

    /** A page that does not keep up is let go; it asks for everything again. */
    private void send(String event) {
        pages.removeIf(queue -> !queue.offer(event));
    }

    private static String event(String name, JsonNode data) {
        return "event: %s\ndata: %s\n\n".formatted(name, data);
    }

    @Override
    public synchronized void close() {
        closed = true;
        thread.interrupt();
        notifyAll();
    }

    /** How many pages are open, for tests. */
    int pages() {
        return pages.size();
    }

    /** What is known of the files of runs that pages draw. */
    static final class Tails {

        private static final int MOST = 64;

        private final Map<String, MetricsTail> tails = new ConcurrentHashMap<>();
        private final Map<String, List<Long>> told = new ConcurrentHashMap<>();

        /** The tail of a run; it is followed from now on. */
        MetricsTail of(RunDir run) {
            if (tails.size() >= MOST && !tails.containsKey(run.id())) {
                tails.clear();
            }
            return tails.computeIfAbsent(
                    run.id(), id -> new MetricsTail(run.path().resolve("metrics.jsonl")));
        }

        Map<String, MetricsTail> followed() {
            return tails;
        }

        /** Whether there are lines, or another file, since the last look. */
        boolean isNew(String run, MetricsTail.News news) {
            List<Long> now = List.of((long) news.epoch(), news.from() + news.lines().size());
            List<Long> before = told.put(run, now);
            return (before != null && !before.equals(now)) || !news.lines().isEmpty();
        }
    }
}
