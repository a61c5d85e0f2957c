package dev.cria.recipes.board;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The board over HTTP, on the loopback interface only. Every answer but that to the address with
 * the token asks for the token: in a cookie, or as {@code Authorization: Bearer}.
 */
public final class BoardServer implements AutoCloseable {

    private static final int THREADS = 48;
    private static final String TOKEN = "token=";

    private final HttpServer server;
    private final Gate gate;
    private final Api api;
    private final LiveFeed feed;
    private final ThreadPoolExecutor threads;

    private BoardServer(HttpServer server, Gate gate, Api api, LiveFeed feed) {
        this.server = server;
        this.gate = gate;
        this.api = api;
        this.feed = feed;
        threads =
                new ThreadPoolExecutor(
                        2,
                        THREADS,
                        30,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        BoardServer::daemon);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * Starts serving.
     *
     * @param runs the folder of runs, or of one run
     * @param port 0 for any that is free
     * @param readOnly whether runs can be neither started nor stopped
     * @param recipes what may be started, by the names that the page shows
     * @param mainClass this program, to start runs
     * @throws UserException where the port is taken
     */
    public static BoardServer start(
            Path runs, int port, boolean readOnly, Map<String, Path> recipes, String mainClass) {
        return start(runs, port, readOnly, recipes, OwnCommand.of(mainClass), new Gpus());
    }

    static BoardServer start(
            Path runs,
            int port,
            boolean readOnly,
            Map<String, Path> recipes,
            List<String> cria,
            Gpus gpus) {
        // Without, an event waits up to 40 ms for the page to acknowledge the one before.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        RunsFolder folder = new RunsFolder(runs);
        Launcher launcher = new Launcher(folder.root(), recipes, cria);
        LiveFeed.Tails tails = new LiveFeed.Tails();
        HttpServer server = bind(port);
        LiveFeed feed =
                new LiveFeed(
                        new RunList(folder, launcher), tails, new Machine(folder.root(), gpus));
        Api api = new Api(folder, tails, launcher, readOnly);
        return new BoardServer(server, Gate.random(server.getAddress().getPort()), api, feed);
    }

    private static HttpServer bind(int port) {
        try {
            InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            return HttpServer.create(new InetSocketAddress(here, port), 0);
        } catch (BindException taken) {
            throw new UserException(
                    "port %d is taken; give another one with --port, or --port 0 for any that is free"
                            .formatted(port),
                    taken);
        } catch (IOException e) {
            throw new UserException("no page can be served: " + e.getMessage(), e);
        }
    }

    /** The address to open: it has the token. */
    public String address() {
        return "http://127.0.0.1:%d/?%s%s"
                .formatted(server.getAddress().getPort(), TOKEN, gate.token());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            Reply reply = reply(exchange);
            if (reply != null) {
                reply.send(exchange);
            }
        } catch (UserException problem) {
            Reply.problem(Reply.BAD_REQUEST, problem.getMessage()).send(exchange);
        } catch (RuntimeException bug) {
            System.getLogger(BoardServer.class.getName())
                    .log(System.Logger.Level.ERROR, "a request failed", bug);
            Reply.problem(500, "internal error: " + bug).send(exchange);
        } finally {
            exchange.close();
        }
    }

    /** The answer; null where the feed has given it. */
    private Reply reply(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String path = exchange.getRequestURI().getPath();
        if (!gate.isAtHome(headers)) {
            return Reply.text(
                    Reply.FORBIDDEN,
                    "This page answers under 127.0.0.1 and localhost only, and to itself only.\n");
        }
        String query = exchange.getRequestURI().getRawQuery();
        if (path.equals("/") && query != null && query.startsWith(TOKEN)) {
            return enter(exchange, query.substring(TOKEN.length()));
        }
        if (!gate.knows(headers)) {
            return Reply.text(
                    Reply.UNAUTHORIZED, "Open the address that 'cria board' has printed.\n");
        }
        if (path.equals("/api/events")) {
            return feed.serve(exchange) ? null : Reply.text(Reply.BUSY, "Too many pages.\n");
        }
        boolean posts = exchange.getRequestMethod().equals("POST");
        if (posts && !gate.maySend(headers)) {
            return Reply.problem(Reply.FORBIDDEN, "a request of no page");
        }
        return api.answer(exchange);
    }

    private Reply enter(HttpExchange exchange, String token) {
        if (!gate.isToken(token)) {
            return Reply.text(
                    Reply.UNAUTHORIZED,
                    "This is the address of an earlier board; open the one that 'cria board' has printed last.\n");
        }
        exchange.getResponseHeaders().set("Set-Cookie", gate.setCookie());
        exchange.getResponseHeaders().set("Location", "/");
        return Reply.text(Reply.SEE_OTHER, "");
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "board request");
        thread.setDaemon(true);
        return thread;
    }

    /** The open pages of the feed, for tests. */
    LiveFeed feed() {
        return feed;
    }

    @Override
    public void close() {
        feed.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
