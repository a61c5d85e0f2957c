package dev.cria.data.jinja;

import java.util.List;

/** The words of a template, one after another. */
final class Words {

    /** Expressions within expressions, and blocks within blocks. */
    private static final int DEPTH = 100;

    private final List<Token> tokens;
    private final String origin;
    private int at;
    private int depth;

    Words(List<Token> tokens, String origin) {
        this.tokens = tokens;
        this.origin = origin;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token second() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        at += token.type() == TokenType.END ? 0 : 1;
        return token;
    }

    boolean sees(TokenType type) {
        return peek().type() == type;
    }

    boolean seesName(String name) {
        return peek().is(TokenType.NAME, name);
    }

    boolean seesSign(String sign) {
        return peek().is(TokenType.OPERATOR, sign);
    }

    /** Whether a statement of this name begins here. */
    boolean seesStatement(String name) {
        return sees(TokenType.OPEN_STATEMENT) && second().is(TokenType.NAME, name);
    }

    boolean skipName(String name) {
        boolean there = seesName(name);
        at += there ? 1 : 0;
        return there;
    }

    boolean skipSign(String sign) {
        boolean there = seesSign(sign);
        at += there ? 1 : 0;
        return there;
    }

    void expectSign(String sign) {
        if (!skipSign(sign)) {
            throw wrong("expected '" + sign + "', found " + peek());
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw wrong("expected '" + name + "', found " + peek());
        }
    }

    String name() {
        if (!sees(TokenType.NAME)) {
            throw wrong("expected a name, found " + peek());
        }
        return next().text();
    }

    void close(TokenType type) {
        if (!sees(type)) {
            throw wrong("expected the end of the tag, found " + peek());
        }
        next();
    }

    void enter() {
        if (++depth > DEPTH) {
            throw wrong("more than " + DEPTH + " things within each other");
        }
    }

    void leave() {
        depth--;
    }

    JinjaException wrong(String what) {
        return new JinjaException(origin, peek().line(), what);
    }
}
