package dev.cria.data.jinja;

import dev.cria.checkpoints.UserException;

/** A template that cannot be read or rendered, with the place in it. */
public final class JinjaException extends UserException {

    private static final long serialVersionUID = 1L;

    JinjaException(String origin, int line, String what) {
        super("%s, line %d: %s".formatted(origin, line, what));
    }
}
