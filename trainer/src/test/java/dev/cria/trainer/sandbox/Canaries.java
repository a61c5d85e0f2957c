package dev.cria.trainer.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A file and sockets of the machine that no program may see or reach. */
final class Canaries implements AutoCloseable {

    private static final String CONTENT = "a canary";

    private final Path file;
    private final ServerSocket tcp = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
    private final DatagramSocket udp;
    private final ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final Path unixPath;
    private final AbstractSocket abstractSocket;
    private final AtomicInteger reached = new AtomicInteger();

    Canaries(Path folder, Path python) throws IOException {
        file = Files.writeString(folder.resolve("canary"), CONTENT);
        unixPath = folder.resolve("socket");
        udp =
                new DatagramSocket(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), tcp.getLocalPort()));
        unix.bind(UnixDomainSocketAddress.of(unixPath));
        abstractSocket = new AbstractSocket(python);
        count(() -> tcp.accept().close());
        count(() -> unix.accept().close());
        count(() -> udp.receive(new DatagramPacket(new byte[9], 9)));
    }

    private interface Waiting {
        void forSomebody() throws IOException;
    }

    private void count(Waiting waiting) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                while (true) {
                                    waiting.forSomebody();
                                    reached.incrementAndGet();
                                }
                            } catch (IOException closed) {
                                // The end of the tests.
                            }
                        });
        thread.setDaemon(true);
        thread.start();
    }

    Map<String, String> facts() {
        Path home = Path.of(System.getProperty("user.home"));
        Map<String, String> facts = new HashMap<>();
        facts.put("CANARY", file.toString());
        facts.put("HOME", home.toString());
        facts.put("HOMENAMES", names(home));
        facts.put("PID", Long.toString(ProcessHandle.current().pid()));
        facts.put("PORT", Integer.toString(tcp.getLocalPort()));
        facts.put("UNIX", unixPath.toString());
        facts.put("ABSTRACT", abstractSocket.name());
        return facts;
    }

    /** What lies in the home folder, less the folder that Python itself may be installed in. */
    private static String names(Path home) {
        try (Stream<Path> entries = Files.list(home)) {
            List<String> names =
                    entries.map(entry -> entry.getFileName().toString())
                            .filter(name -> !name.equals(".pyenv") && name.matches("[\\w.-]+"))
                            .map(name -> "'" + name + "'")
                            .toList();
            return names.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void requireUntouched() throws IOException {
        assertEquals(CONTENT, Files.readString(file));
        assertEquals(0, reached.get(), "connections and datagrams that came through");
        assertEquals(0, abstractSocket.reached(), "connections to an abstract socket");
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        udp.close();
        unix.close();
        abstractSocket.close();
    }
}
