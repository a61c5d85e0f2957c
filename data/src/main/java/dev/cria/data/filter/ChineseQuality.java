package dev.cria.data.filter;

import dev.cria.data.document.Document;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The idea of {@link GopherQuality} for Chinese, whose words are not separated: characters take the
 * place of words, and the share of Chinese characters takes the place of stop words and words with
 * a letter. Gopher's limits hold for symbols, bullets and ellipses. The limits on length and share
 * are Cria's own: a quatrain of five characters a line (20 characters) is the shortest text that
 * counts as whole, and prose and verse here are 70 to 90 percent Chinese characters.
 */
public final class ChineseQuality implements DocumentFilter {

    static final int MIN_CHARACTERS = 20;
    static final int MAX_CHARACTERS = 200_000;
    static final double MIN_CHINESE_SHARE = 0.6;
    static final double MIN_DISTINCT_SHARE = 0.3;
    static final int DISTINCT_WINDOW = 100;

    @Override
    public Optional<String> reasonToDrop(Document document) {
        return Optional.ofNullable(reason(document.text()));
    }

    private static String reason(String text) {
        long chinese = Han.count(text);
        if (chinese < MIN_CHARACTERS) {
            return "too-few-characters";
        }
        if (chinese > MAX_CHARACTERS) {
            return "too-many-characters";
        }
        long visible = text.codePoints().filter(c -> !Character.isWhitespace(c)).count();
        if (chinese < MIN_CHINESE_SHARE * visible) {
            return "too-little-chinese";
        }
        // A missing character of an old print is an empty box, which is a symbol as well.
        int symbols = TextLines.count(text, "#") + TextLines.count(text, "□");
        if (symbols > GopherQuality.MAX_SYMBOLS_PER_WORD * chinese) {
            return "too-many-symbols";
        }
        List<String> lines = TextLines.of(text);
        if (TextLines.share(lines, TextLines::isBullet) > GopherQuality.MAX_BULLET_LINES) {
            return "too-many-bullet-lines";
        }
        if (TextLines.share(lines, TextLines::endsWithEllipsis)
                > GopherQuality.MAX_ELLIPSIS_LINES) {
            return "too-many-ellipsis-lines";
        }
        // Only the first characters count: the share falls with the length of any good text.
        int[] first = text.codePoints().filter(Han::isHan).limit(DISTINCT_WINDOW).toArray();
        long distinct = Arrays.stream(first).distinct().count();
        return distinct < MIN_DISTINCT_SHARE * first.length ? "too-few-distinct-characters" : null;
    }
}
