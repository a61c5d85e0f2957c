package dev.cria.trainer.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Starts the process that makes rooms for programs (the resource launch.py and those that it
 * imports) and speaks with it: one order, one outcome. What it started ends when it does.
 */
final class Launcher {

    private static final List<String> MODULES =
            List.of("kernel", "seccomp", "room", "confine", "first", "launch");

    /** Modules come in by standard input: nothing of them lies in a file on the way. */
    private static final String START =
            """
            import json, sys, types
            for name, text in json.loads(sys.stdin.buffer.readline()):
                module = sys.modules[name] = types.ModuleType(name)
                exec(compile(text, name + ".py", "exec"), module.__dict__)
            sys.modules["launch"].main()
            """;

    /** Beyond its own limit of time; then it is no longer trusted to end by itself. */
    private static final long GRACE_SECONDS = 60;

    private static final int MOST_ANSWER = 64 << 20;

    private static final ScheduledExecutorService CLOCK =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "sandbox-clock");
                        thread.setDaemon(true);
                        return thread;
                    });

    private final Path python;
    private final byte[] modules;

    Launcher(Path python) {
        this.python = python;
        ArrayNode list = Json.object().arrayNode();
        MODULES.forEach(name -> list.addArray().add(name).add(source(name)));
        modules = (list + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The text of a resource in Python. */
    static String source(String name) {
        try (InputStream stream = Launcher.class.getResourceAsStream(name + ".py")) {
            if (stream == null) {
                throw new IllegalStateException("resource " + name + ".py is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The outcome of an order, as launch.py describes both. */
    ObjectNode launch(ObjectNode order, Limits limits) {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(python.toString(), "-I", "-S", "-B", "-c", START))
                        .redirectErrorStream(true);
        builder.environment().clear();
        try {
            Process process = builder.start();
            ScheduledFuture<?> end =
                    CLOCK.schedule(
                            process::destroyForcibly,
                            limits.wall().toSeconds() + GRACE_SECONDS,
                            TimeUnit.SECONDS);
            try {
                return speak(process, order);
            } finally {
                end.cancel(false);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UserException("no process can be started by " + python + ": " + e, e);
        }
    }

    private ObjectNode speak(Process process, ObjectNode order) throws IOException {
        OutputStream orders = process.getOutputStream();
        try {
            orders.write(modules);
            orders.write((order + "\n").getBytes(StandardCharsets.UTF_8));
            orders.flush();
        } catch (IOException ended) {
            // Its output says why.
        }
        // Its input stays open: by that it knows that somebody still waits for the outcome.
        byte[] answer = process.getInputStream().readNBytes(MOST_ANSWER);
        try {
            return Json.parseObject(python, answer);
        } catch (CorruptFileException e) {
            throw new UserException(
                    "%s could not be made to run a program apart from others: %s"
                            .formatted(python, new String(answer, StandardCharsets.UTF_8).strip()),
                    e);
        }
    }
}
