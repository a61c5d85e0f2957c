package dev.cria.data.source;

import dev.cria.data.document.Document;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Markdown file, which is one document; the front matter is left out. */
final class MarkdownReader implements RowReader {

    private static final Pattern FRONT_MATTER =
            Pattern.compile(
                    "\\A\uFEFF?---\\R.*?^(---|\\.\\.\\.)[ \\t]*$",
                    Pattern.DOTALL | Pattern.MULTILINE);

    private final TextReader whole;

    MarkdownReader(SourceFile file) {
        whole = TextReader.ofWhole(file);
    }

    @Override
    public Row next() {
        Row row = whole.next();
        return row == null ? null : new MarkdownRow(row);
    }

    private record MarkdownRow(Row row) implements Row {

        @Override
        public long number() {
            return row.number();
        }

        @Override
        public long bytes() {
            return row.bytes();
        }

        @Override
        public Document document() throws BadRowException {
            Document document = row.document();
            Matcher front = FRONT_MATTER.matcher(document.text());
            String text =
                    front.find() ? document.text().substring(front.end()).strip() : document.text();
            if (text.isEmpty()) {
                throw new BadRowException("is empty");
            }
            return document.withText(text);
        }
    }

    @Override
    public long bytesRead() {
        return whole.bytesRead();
    }

    @Override
    public void close() {
        whole.close();
    }
}
