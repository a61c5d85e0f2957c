package dev.cria.data.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into words. White space is kept as transformers has Jinja keep it: {@code
 * trim_blocks} and {@code lstrip_blocks} are on, the last line break is dropped.
 */
final class Lexer {

    private static final Pattern RAW =
            Pattern.compile(
                    "\\{%[-+]?\\s*raw\\s*(-?)%}(.*?)\\{%(-?)\\+?\\s*endraw\\s*([-+]?)%}",
                    Pattern.DOTALL);

    private static final Pattern WORD =
            Pattern.compile(
                    "(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)"
                            + "|(?<float>\\d+(?:\\.\\d+(?:[eE][+-]?\\d+)?|[eE][+-]?\\d+))"
                            + "|(?<integer>\\d+)"
                            + "|(?<operator>//|\\*\\*|==|!=|<=|>=|[-+*/%~<>=.,:|()\\[\\]{}])");

    private final String source;
    private final String origin;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private boolean lineStart = true;

    private Lexer(String source, String origin) {
        this.source = source;
        this.origin = origin;
    }

    static List<Token> tokens(String source, String origin) {
        String lines = source.replace("\r\n", "\n").replace('\r', '\n');
        String text = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
        return new Lexer(text, origin).all();
    }

    private List<Token> all() {
        while (at < source.length()) {
            int tag = nextTag();
            text(tag);
            if (tag == source.length()) {
                break;
            }
            char kind = source.charAt(tag + 1);
            Matcher raw = RAW.matcher(source).region(tag, source.length());
            if (kind == '#') {
                comment();
            } else if (kind == '%' && raw.lookingAt()) {
                raw(raw);
            } else {
                tag(kind == '{');
            }
        }
        tokens.add(new Token(TokenType.END, "", line));
        return tokens;
    }

    private int nextTag() {
        int tag = source.indexOf('{', at);
        while (tag >= 0 && tag + 1 < source.length()) {
            if ("{%#".indexOf(source.charAt(tag + 1)) >= 0) {
                return tag;
            }
            tag = source.indexOf('{', tag + 1);
        }
        return source.length();
    }

    /** The text up to a tag, without the white space that the tag takes away. */
    private void text(int tag) {
        String text = source.substring(at, tag);
        String kept = text;
        if (tag < source.length()) {
            char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
            if (sign == '-') {
                kept = text.stripTrailing();
            } else if (sign != '+' && source.charAt(tag + 1) != '{') {
                int start = text.lastIndexOf('\n') + 1;
                boolean opensLine = start > 0 || lineStart;
                if (opensLine && text.substring(start).isBlank()) {
                    kept = text.substring(0, start);
                }
            }
        }
        if (!kept.isEmpty()) {
            tokens.add(new Token(TokenType.TEXT, kept, line));
        }
        advance(tag);
    }

    private void comment() {
        int end = source.indexOf("#}", at + 2);
        if (end < 0) {
            throw wrong("a comment has no end '#}'");
        }
        char sign = source.charAt(end - 1);
        advance(end + 2);
        swallow(sign, true);
    }

    private void raw(Matcher raw) {
        String text = raw.group(2);
        if (raw.group(1).equals("-")) {
            text = text.stripLeading();
        } else if (text.startsWith("\n")) {
            text = text.substring(1);
        }
        text = raw.group(3).equals("-") ? text.stripTrailing() : text;
        if (!text.isEmpty()) {
            tokens.add(new Token(TokenType.TEXT, text, line));
        }
        String sign = raw.group(4);
        advance(raw.end());
        swallow(sign.isEmpty() ? ' ' : sign.charAt(0), true);
    }

    private void tag(boolean expression) {
        tokens.add(
                new Token(
                        expression ? TokenType.OPEN_EXPRESSION : TokenType.OPEN_STATEMENT,
                        expression ? "{{" : "{%",
                        line));
        advance(at + 2);
        if (at < source.length() && "-+".indexOf(source.charAt(at)) >= 0) {
            advance(at + 1);
        }
        String close = expression ? "}}" : "%}";
        int nested = 0;
        while (true) {
            skipSpace();
            if (at >= source.length()) {
                throw wrong("a tag has no end '" + close + "'");
            }
            char sign = source.charAt(at);
            boolean signed = "-+".indexOf(sign) >= 0 && source.startsWith(close, at + 1);
            if (nested == 0 && (signed || source.startsWith(close, at))) {
                tokens.add(
                        new Token(
                                expression ? TokenType.CLOSE_EXPRESSION : TokenType.CLOSE_STATEMENT,
                                close,
                                line));
                advance(at + close.length() + (signed ? 1 : 0));
                swallow(signed ? sign : ' ', !expression);
                return;
            }
            nested += "([{".indexOf(sign) >= 0 ? 1 : ")]}".indexOf(sign) >= 0 ? -1 : 0;
            word();
        }
    }

    private void word() {
        char first = source.charAt(at);
        if (first == '"' || first == '\'') {
            string(first);
            return;
        }
        Matcher word = WORD.matcher(source).region(at, source.length());
        if (!word.lookingAt()) {
            throw wrong("'" + first + "' is not understood");
        }
        TokenType type =
                word.group("name") != null
                        ? TokenType.NAME
                        : word.group("float") != null
                                ? TokenType.FLOAT
                                : word.group("integer") != null
                                        ? TokenType.INTEGER
                                        : TokenType.OPERATOR;
        tokens.add(new Token(type, word.group(), line));
        advance(word.end());
    }

    private void string(char quote) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw wrong("a string has no end " + quote);
        }
        tokens.add(new Token(TokenType.STRING, Escapes.of(source.substring(at + 1, end)), line));
        advance(end + 1);
    }

    /** White space behind a tag that the tag takes away. */
    private void swallow(char sign, boolean trimsBlock) {
        lineStart = false;
        if (sign == '-') {
            skipSpace();
        } else if (trimsBlock && sign != '+' && source.startsWith("\n", at)) {
            advance(at + 1);
        }
        lineStart = at > 0 && source.charAt(at - 1) == '\n';
    }

    private void skipSpace() {
        int end = at;
        while (end < source.length() && Character.isWhitespace(source.charAt(end))) {
            end++;
        }
        advance(end);
    }

    private void advance(int to) {
        for (int i = at; i < to; i++) {
            line += source.charAt(i) == '\n' ? 1 : 0;
        }
        at = to;
    }

    private JinjaException wrong(String what) {
        return new JinjaException(origin, line, what);
    }
}
