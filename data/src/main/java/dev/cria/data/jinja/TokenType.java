package dev.cria.data.jinja;

/** Kinds of words. */
enum TokenType {
    /** Text between tags. */
    TEXT,
    OPEN_EXPRESSION,
    CLOSE_EXPRESSION,
    OPEN_STATEMENT,
    CLOSE_STATEMENT,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
}
