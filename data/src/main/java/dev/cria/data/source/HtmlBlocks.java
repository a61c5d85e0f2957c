package dev.cria.data.source;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** Cuts an HTML page into blocks of text, leaving out what is never read as text. */
final class HtmlBlocks implements NodeFilter {

    static final String HEADING = "heading";
    static final String ITEM = "item";
    static final String PREFORMATTED = "preformatted";
    private static final String PLAIN = "";

    /** What stands before the first block and behind the last one. */
    static final Block NONE = new Block("", PLAIN, 0, 0);

    private static final Set<String> LEFT_OUT =
            Set.of(
                    "script",
                    "style",
                    "noscript",
                    "template",
                    "iframe",
                    "object",
                    "embed",
                    "svg",
                    "canvas",
                    "audio",
                    "video",
                    "form",
                    "button",
                    "select",
                    "textarea",
                    "input",
                    "nav",
                    "footer",
                    "aside",
                    "dialog",
                    "menu",
                    "head");
    private static final Set<String> ROLES =
            Set.of("navigation", "banner", "contentinfo", "search", "menu", "dialog", "alert");

    private static final Set<Character.UnicodeScript> UNSPACED =
            EnumSet.of(
                    Character.UnicodeScript.HAN,
                    Character.UnicodeScript.HIRAGANA,
                    Character.UnicodeScript.KATAKANA,
                    Character.UnicodeScript.THAI);

    /** Characters of a script without spaces that count as a word. */
    private static final double CHARACTERS_PER_WORD = 1.5;

    private final List<Block> blocks = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int linkCharacters;
    private int links;
    private int preformatted;
    private String kind = PLAIN;

    private HtmlBlocks() {}

    /**
     * A stretch of text that a browser sets apart from others.
     *
     * @param words in scripts without spaces, estimated from the characters
     * @param linkShare share of the characters that are links
     */
    record Block(String text, String kind, int words, double linkShare) {}

    static List<Block> of(Document page) {
        HtmlBlocks blocks = new HtmlBlocks();
        page.filter(blocks);
        blocks.end();
        return blocks.blocks;
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) {
            append(words.getWholeText());
            return FilterResult.CONTINUE;
        }
        if (!(node instanceof Element element)) {
            return FilterResult.CONTINUE;
        }
        String name = element.normalName();
        if (isLeftOut(element, name)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        switch (name) {
            case "a" -> links++;
            case "br" -> lineBreak();
            case "img" -> formula(element);
            case "pre" -> {
                end();
                preformatted++;
            }
            default -> {
                if (element.isBlock() || name.equals("td") || name.equals("th")) {
                    end();
                    kind = kindOf(name);
                }
            }
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            String name = element.normalName();
            if (name.equals("a")) {
                links--;
            } else if (name.equals("pre")) {
                end();
                preformatted--;
            } else if (element.isBlock() || name.equals("td") || name.equals("th")) {
                end();
            }
        }
        return FilterResult.CONTINUE;
    }

    private static boolean isLeftOut(Element element, String name) {
        return LEFT_OUT.contains(name)
                || ROLES.contains(element.attr("role").toLowerCase(Locale.ROOT))
                || element.hasAttr("hidden")
                || element.attr("aria-hidden").equals("true")
                || element.attr("style").replace(" ", "").contains("display:none");
    }

    private static String kindOf(String name) {
        if (name.matches("h[1-6]")) {
            return HEADING;
        }
        return name.equals("li") ? ITEM : PLAIN;
    }

    /**
     * Pictures of formulas carry them as their description; Llama 3 keeps these (section 3.1.1).
     */
    private void formula(Element image) {
        String alt = image.attr("alt");
        String of = image.className().toLowerCase(Locale.ROOT);
        if (of.contains("math")
                || of.contains("latex")
                || of.contains("tex")
                || alt.startsWith("\\")
                || alt.startsWith("$")) {
            append(alt);
        }
    }

    private void lineBreak() {
        if (preformatted > 0) {
            text.append('\n');
        } else {
            append(" ");
        }
    }

    private void append(String more) {
        int before = text.length();
        if (preformatted > 0) {
            text.append(more);
        } else {
            for (int i = 0; i < more.length(); i++) {
                char c = more.charAt(i);
                boolean space = Character.isWhitespace(c) || c == '\u00a0';
                if (!space) {
                    text.append(c);
                } else if (text.length() > 0 && text.charAt(text.length() - 1) != ' ') {
                    text.append(' ');
                }
            }
        }
        if (links > 0) {
            linkCharacters += text.length() - before;
        }
    }

    private void end() {
        String all = preformatted > 0 ? text.toString().stripTrailing() : text.toString().strip();
        if (!all.isBlank()) {
            double share = Math.min(1, linkCharacters / (double) all.length());
            blocks.add(new Block(all, preformatted > 0 ? PREFORMATTED : kind, words(all), share));
        }
        text.setLength(0);
        linkCharacters = 0;
        kind = PLAIN;
    }

    private static int words(String text) {
        int words = 0;
        int unspaced = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean own = UNSPACED.contains(Character.UnicodeScript.of(c));
            if (own) {
                unspaced++;
            }
            boolean part = !own && Character.isLetterOrDigit(c);
            if (part && !inside) {
                words++;
            }
            inside = part;
        }
        return words + (int) (unspaced / CHARACTERS_PER_WORD);
    }
}
