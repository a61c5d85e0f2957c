package dev.cria.recipes.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cria.checkpoints.UserException;
import dev.cria.trainer.generate.GenerationEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Listens for requests and hands them to the generation engine, which another thread runs.
 *
 * <p>The JDK's server takes its settings from system properties. Without {@code nodelay} each token
 * of a stream would wait for the last one to be acknowledged, 40 ms; {@code maxReqTime} ends
 * connections whose request does not come in.
 */
public final class ApiServer implements AutoCloseable {

    private static final int SPARE_THREADS = 16;
    private static final long POLL_MILLIS = 20;

    static {
        System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "30");
        System.getProperties().putIfAbsent("jdk.httpserver.maxConnections", "1024");
    }

    private final GenerationEngine engine;
    private final Limits limits;
    private final HttpServer http;
    private final ThreadPoolExecutor threads;
    private final Routes routes;
    private final AtomicInteger active = new AtomicInteger();
    private volatile boolean stopping;
    private volatile boolean aborted;

    private ApiServer(
            ServedModels models,
            GenerationEngine engine,
            ServerSettings settings,
            Limits limits,
            Consumer<String> log)
            throws IOException {
        InetAddress address = InetAddress.getByName(settings.host());
        if (!address.isLoopbackAddress() && settings.key() == null) {
            throw new UserException(
                    "--host %s: others can reach it, so that it needs a key; set CRIA_API_KEY or give --api-key-file"
                            .formatted(settings.host()));
        }
        this.engine = engine;
        this.limits = limits;
        http = HttpServer.create(new InetSocketAddress(address, settings.port()), 0);
        int count = limits.running() + limits.waiting() + SPARE_THREADS;
        threads =
                new ThreadPoolExecutor(
                        count, count, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        threads.allowCoreThreadTimeOut(true);
        Gate gate = new Gate(address, settings.host(), settings.key(), settings.origins());
        routes = new Routes(models, engine, gate, settings.code(), limits, () -> aborted, log);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
    }

    /**
     * Listens from now on.
     *
     * @param engine with the policies and the tokenizer of the models; another thread runs it
     * @param log is told a line for each request, in which nothing stands that was asked or
     *     answered
     */
    public static ApiServer start(
            ServedModels models,
            GenerationEngine engine,
            ServerSettings settings,
            Limits limits,
            Consumer<String> log) {
        try {
            ApiServer server = new ApiServer(models, engine, settings, limits, log);
            server.http.start();
            return server;
        } catch (UnknownHostException e) {
            throw new UserException(
                    "--host %s: there is no such host".formatted(settings.host()), e);
        } catch (IOException e) {
            throw new UserException(
                    "cannot listen on %s, port %d: %s; choose another --port"
                            .formatted(settings.host(), settings.port(), e.getMessage()),
                    e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return http.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        active.incrementAndGet();
        try {
            routes.handle(exchange, stopping);
        } finally {
            active.decrementAndGet();
        }
    }

    /**
     * Takes no more requests, lets those in progress end, and then the engine's {@code run}. For
     * any thread but those that answer.
     */
    public void shutDown() {
        stopping = true;
        await(limits.grace().toMillis());
        aborted = true;
        await(limits.beat().toMillis() * 2);
        engine.stop();
    }

    private void await(long most) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(most);
        while (active.get() > 0 && System.nanoTime() < end) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        aborted = true;
        await(limits.beat().toMillis() * 2);
        http.stop(0);
        threads.shutdownNow();
    }
}
