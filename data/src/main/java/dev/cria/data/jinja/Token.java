package dev.cria.data.jinja;

/**
 * A word of a template.
 *
 * @param text of a string: what it stands for
 * @param line from 1
 */
record Token(TokenType type, String text, int line) {

    boolean is(TokenType wanted, String word) {
        return type == wanted && text.equals(word);
    }

    @Override
    public String toString() {
        return type == TokenType.END ? "the end" : "'" + text + "'";
    }
}
