package dev.cria.recipes.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Speaks HTTP over a socket: clients of the JDK send no Host of one's choice. */
final class BoardServerTest {

    @TempDir Path folder;
    @TempDir Path elsewhere;
    private Path run;
    private BoardServer server;
    private int port;
    private String token;

    @BeforeEach
    void start() throws IOException {
        run = new Runs(folder).add("one", Runs.step(1, 2.5), Runs.step(2, 2.25));
        serve(false);
    }

    private void serve(boolean readOnly) {
        server =
                BoardServer.start(
                        folder,
                        0,
                        readOnly,
                        Map.of(),
                        List.of("false"),
                        new Gpus(List.of("false")));
        URI address = URI.create(server.address());
        port = address.getPort();
        token = address.getQuery().substring("token=".length());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The answer to a request that knows the token, but for what headers say otherwise. */
    private String ask(String request, String... headers) throws IOException {
        return raw(request, "", all(headers));
    }

    private String post(String path, String body, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(all(headers)));
        all.add("Content-Type: application/json");
        all.add("Content-Length: " + body.length());
        return raw("POST " + path, body, all.toArray(String[]::new));
    }

    private String[] all(String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (all.stream().noneMatch(header -> header.startsWith("Host:"))) {
            all.add("Host: 127.0.0.1:" + port);
        }
        if (all.stream().noneMatch(h -> h.startsWith("Cookie:") || h.startsWith("Authorization"))) {
            all.add("Cookie: other=1; cria_board_%d=%s".formatted(port, token));
        }
        return all.toArray(String[]::new);
    }

    private String raw(String request, String body, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            send(socket, request, body, headers);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void send(Socket socket, String request, String body, String... headers)
            throws IOException {
        String text =
                request
                        + " HTTP/1.1\r\n"
                        + String.join("\r\n", headers)
                        + "\r\nConnection: close\r\n\r\n"
                        + body;
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    @Test
    void theAddressWithTheTokenSetsACookieThatOpensThePage() throws IOException {
        String entered = raw("GET /?token=" + token, "", "Host: localhost:" + port);
        assertEquals(303, status(entered), entered);
        assertTrue(
                entered.contains(
                        "cria_board_%d=%s; Path=/; HttpOnly; SameSite=Strict"
                                .formatted(port, token)),
                entered);
        assertTrue(entered.contains("Location: /\r\n"), entered);
        assertTrue(ask("GET /").contains("<title>cria board</title>"));
    }

    @Test
    void withoutTheTokenNothingIsToldOrServed() throws IOException {
        String host = "Host: 127.0.0.1:" + port;
        for (String path :
                List.of("/", "/main.js", "/api/board", "/api/events", "/api/series?run=one")) {
            String answer = raw("GET " + path, "", host);
            assertEquals(401, status(answer), answer);
            assertFalse(answer.contains("\"one\""), answer);
        }
        assertEquals(401, status(raw("GET /?token=" + token + "x", "", host)));
        assertEquals(401, status(raw("GET /?token=", "", host)));
        assertEquals(401, status(ask("GET /", "Cookie: cria_board_%d=x".formatted(port))));
        assertEquals(401, status(raw("POST /api/stop", "", host, "Content-Length: 0")));
    }

    @Test
    void otherHostsAndOriginsAreRefusedThoughTheyKnowTheToken() throws IOException {
        assertEquals(403, status(ask("GET /", "Host: evil.example:" + port)));
        assertEquals(403, status(ask("GET /", "Host: 127.0.0.1.evil.example")));
        assertEquals(403, status(raw("GET /?token=" + token, "", "Host: evil.example")));
        assertEquals(403, status(ask("GET /api/board", "Origin: http://evil.example")));
        assertEquals(403, status(ask("GET /api/board", "Origin: null")));
        assertEquals(200, status(ask("GET /api/board", "Origin: http://127.0.0.1:" + port)));
    }

    @Test
    void onlyThePageItselfOrWhoSendsTheTokenMayChangeAnything() throws IOException {
        String body = "{\"run\":\"one\"}";
        assertEquals(403, status(post("/api/stop", body)));
        assertEquals(403, status(post("/api/stop", body, "Origin: http://127.0.0.1:1")));
        String own = post("/api/stop", body, "Origin: http://127.0.0.1:" + port);
        assertEquals(409, status(own), own);
        assertTrue(own.contains("run 'one' is not running"), own);
        assertEquals(409, status(post("/api/stop", body, "Authorization: Bearer " + token)));
    }

    @Test
    void whatOnlyShowsStartsAndStopsNothing() throws IOException {
        server.close();
        serve(true);
        for (String path : List.of("/api/stop", "/api/start", "/api/resume")) {
            String answer = post(path, "{\"run\":\"one\"}", "Authorization: Bearer " + token);
            assertEquals(403, status(answer), answer);
            assertTrue(answer.contains("--read-only"), answer);
        }
        assertTrue(ask("GET /api/board").contains("\"read_only\":true"));
    }

    @Test
    void pathsLeadNowhereButToPagesOfRuns() throws IOException {
        Files.writeString(folder.resolve("secret.html"), "secret");
        Files.writeString(run.resolve("report.html"), "<p>report</p>");
        Files.createDirectories(run.resolve("tune"));
        Files.writeString(elsewhere.resolve("card.html"), "secret");
        Files.createSymbolicLink(run.resolve("tune/card.html"), elsewhere.resolve("card.html"));
        for (String path :
                List.of(
                        "/runs/one/../secret.html",
                        "/runs/one/%2e%2e/secret.html",
                        "/runs/one/..%2fsecret.html",
                        "/runs/../report.html",
                        "/runs/one/resolved-recipe.yaml",
                        "/runs/one/tune/card.html",
                        "/runs/one/../one/report.html",
                        "/../etc/passwd",
                        "/%2e%2e/%2e%2e/etc/passwd",
                        "/BoardServer.class",
                        "/package-info.class",
                        "/api/run?run=..",
                        "/api/run?run=%2fetc",
                        "/api/series?run=one%2f..%2fone",
                        "/none")) {
            String answer = ask("GET " + path);
            assertEquals(404, status(answer), path);
            assertFalse(answer.contains("secret"), path);
        }
        String report = ask("GET /runs/one/report.html");
        assertTrue(report.endsWith("<p>report</p>"), report);
        assertTrue(
                report.contains(
                        "Content-security-policy: sandbox allow-same-origin; default-src 'none'"),
                report);
    }

    @Test
    void requestsThatMakeNoSenseAreAnsweredWithWhy() throws IOException {
        String bearer = "Authorization: Bearer " + token;
        assertEquals(405, status(ask("DELETE /api/board", bearer)));
        assertEquals(404, status(ask("GET /api/run?run=none")));
        assertEquals(400, status(post("/api/start", "[]", bearer)));
        assertEquals(400, status(post("/api/start", "{", bearer)));
        assertEquals(413, status(post("/api/start", " ".repeat(70_000), bearer)));
        assertEquals(404, status(post("/api/other", "{}", bearer)));
        String unknown = post("/api/start", "{\"recipe\":\"x.yaml\",\"run\":\"y\"}", bearer);
        assertEquals(409, status(unknown), unknown);
        assertTrue(unknown.contains("there is no recipe 'x.yaml' to start"), unknown);
    }

    @Test
    void figuresOfARunComeByStageAndName() throws IOException {
        String answer = ask("GET /api/series?run=one");
        assertTrue(
                answer.contains(
                        "\"loss\":{\"step\":[1,2],\"time\":[1001.5,1002.5],\"tokens\":[10.0,20.0],\"value\":[2.5,2.25]}"),
                answer);
        assertTrue(answer.contains("\"lines\":2"), answer);
    }

    @Test
    void anOpenPageIsToldOfEachNewStepAndOfAFileThatWasReplaced() throws IOException {
        ask("GET /api/series?run=one");
        try (Socket page = new Socket(InetAddress.getLoopbackAddress(), port)) {
            page.setSoTimeout(60_000);
            send(page, "GET /api/events", "", all());
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(page.getInputStream(), StandardCharsets.UTF_8));
            assertTrue(next(lines, "event: runs").contains("\"id\":\"one\""));
            assertTrue(next(lines, "event: machine").contains("\"cpus\":"));
            Runs.append(run, "metrics.jsonl", Runs.step(3, 2.125));
            String points = next(lines, "event: points");
            assertTrue(points.contains("\"epoch\":1,\"from\":2"), points);
            assertTrue(points.contains("\"step\":3"), points);
            Path shorter = run.resolve("metrics.tmp");
            Files.writeString(shorter, Runs.step(1, 2.5) + "\n");
            Files.move(shorter, run.resolve("metrics.jsonl"), StandardCopyOption.REPLACE_EXISTING);
            String again = next(lines, "event: points");
            assertTrue(again.contains("\"epoch\":2"), again);
        }
    }

    private static String next(BufferedReader lines, String event) throws IOException {
        String line = lines.readLine();
        while (!line.equals(event)) {
            line = lines.readLine();
        }
        return lines.readLine();
    }

    @Test
    void itListensOnTheLoopbackInterfaceOnly() {
        assertTrue(server.address().startsWith("http://127.0.0.1:"), server.address());
    }
}
