package dev.cria.trainer.generate.json;

import java.nio.charset.StandardCharsets;

/** The rest of a text of given spelling, and what comes after it. */
record Spelled(String latin, int at, Form after, int shortest) implements Form {

    /** A text, byte by byte, and what comes after it. */
    static Form of(String text, Form after) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        return latin.isEmpty()
                ? after
                : new Spelled(latin, 0, after, latin.length() + after.shortest());
    }

    @Override
    public Form step(int next) {
        if (latin.charAt(at) != next) {
            return null;
        }
        return at + 1 == latin.length() ? after : new Spelled(latin, at + 1, after, shortest - 1);
    }
}
