package dev.cria.recipes.board;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** The files that the page is made of; others cannot be asked for. */
final class Assets {

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final Map<String, String> TYPES =
            Map.of(
                    "board.html", HTML,
                    "board.css", STYLE,
                    "main.js", SCRIPT,
                    "store.js", SCRIPT,
                    "chart.js", SCRIPT,
                    "charts.js", SCRIPT,
                    "runs.js", SCRIPT,
                    "detail.js", SCRIPT,
                    "start.js", SCRIPT,
                    "dom.js", SCRIPT);

    private Assets() {}

    static Optional<Reply> of(String path) {
        String name = path.equals("/") ? "board.html" : path.substring(1);
        return Optional.ofNullable(TYPES.get(name)).map(type -> read(name, type));
    }

    private static Reply read(String name, String type) {
        try (InputStream file = Assets.class.getResourceAsStream(name)) {
            return new Reply(Reply.OK, type, file.readAllBytes(), false);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
