package dev.cria.recipes.show;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A page in one file that needs nothing else and runs nothing. */
public final class Page {

    private Page() {}

    /**
     * The page.
     *
     * @param subtitle plain text, as is {@code title}
     * @param style what it has besides the style of all pages
     * @param body HTML that is well-formed XML
     */
    public static String of(String title, String subtitle, String style, String body) {
        return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>%s</title><style>
        %s%s</style></head>
        <body><header><h1>%s</h1><p>%s</p></header>
        %s</body></html>
        """
                .formatted(
                        Html.escape(title),
                        resource(Page.class, "report.css"),
                        style,
                        Html.escape(title),
                        Html.escape(subtitle),
                        body);
    }

    /** A text file that lies beside a class. */
    public static String resource(Class<?> beside, String name) {
        try (InputStream file = beside.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
