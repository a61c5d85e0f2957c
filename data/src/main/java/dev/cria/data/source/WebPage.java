package dev.cria.data.source;

import dev.cria.data.document.Document;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsoup.Jsoup;

/**
 * A page as a server gave it.
 *
 * @param type without parameters
 * @param charset that the server named; empty for none
 * @param fields what else is known
 * @param file name of the file
 */
record WebPage(
        byte[] content,
        String type,
        String charset,
        Map<String, String> fields,
        String file,
        long number)
        implements Row {

    static boolean isHtml(String type) {
        return type.equals("text/html") || type.equals("application/xhtml+xml");
    }

    @Override
    public long bytes() {
        return content.length;
    }

    @Override
    public Document document() throws BadRowException {
        Map<String, String> all = new LinkedHashMap<>(fields);
        if (isHtml(type)) {
            org.jsoup.nodes.Document page = parse();
            all.put("text", HtmlText.of(page));
            String title = page.title();
            if (!title.isBlank()) {
                all.put("title", title);
            }
            if (all.get("text").isBlank()) {
                throw new BadRowException("is a page without a main text");
            }
        } else {
            all.put("text", new String(content, known()).strip());
        }
        all.values().removeIf(String::isEmpty);
        return Documents.of(Columns.DEFAULT, all, file, number);
    }

    /** The charset of the server goes before that of the page, as in browsers. */
    private org.jsoup.nodes.Document parse() throws BadRowException {
        try {
            String name = charset.isEmpty() ? null : known().name();
            String base = fields.getOrDefault("url", "");
            return Jsoup.parse(new ByteArrayInputStream(content), name, base);
        } catch (IOException | RuntimeException e) {
            throw new BadRowException("is HTML that cannot be read: " + e.getMessage());
        }
    }

    private Charset known() {
        try {
            return charset.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.UTF_8;
        }
    }
}
