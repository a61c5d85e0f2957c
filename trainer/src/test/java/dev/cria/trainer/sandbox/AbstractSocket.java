package dev.cria.trainer.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A socket in Linux's abstract names, which Java has no word for: a process in Python listens. */
final class AbstractSocket implements AutoCloseable {

    private static final String PROGRAM =
            """
            import socket, sys
            server = socket.socket(socket.AF_UNIX)
            server.bind("\\0" + sys.argv[1])
            server.listen()
            print("listening", flush=True)
            while True:
                server.accept()
                print("reached", flush=True)
            """;

    private final String name = "cria-test-" + ProcessHandle.current().pid();
    private final Process process;
    private final AtomicInteger reached = new AtomicInteger();

    AbstractSocket(Path python) throws IOException {
        process = new ProcessBuilder(python.toString(), "-c", PROGRAM, name).start();
        BufferedReader lines = process.inputReader();
        if (!"listening".equals(lines.readLine())) {
            throw new IOException("no abstract socket");
        }
        Thread thread = new Thread(() -> lines.lines().forEach(line -> reached.incrementAndGet()));
        thread.setDaemon(true);
        thread.start();
    }

    String name() {
        return name;
    }

    int reached() {
        return reached.get();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
