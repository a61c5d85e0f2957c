package dev.cria.data.jinja;

import java.util.List;

/** What a loop knows of itself. */
final class Loop {

    private final List<?> elements;
    private int index;
    private Object seen;

    Loop(List<?> elements) {
        this.elements = elements;
    }

    void at(int place) {
        index = place;
    }

    Object get(Run run, String name) {
        int size = elements.size();
        return switch (name) {
            case "index" -> index + 1L;
            case "index0" -> (long) index;
            case "revindex" -> (long) (size - index);
            case "revindex0" -> (long) (size - index - 1);
            case "first" -> index == 0;
            case "last" -> index == size - 1;
            case "length" -> (long) size;
            case "depth" -> 1L;
            case "depth0" -> 0L;
            case "previtem" ->
                    index == 0
                            ? new Undefined("there is no previous item")
                            : elements.get(index - 1);
            case "nextitem" ->
                    index == size - 1
                            ? new Undefined("there is no next item")
                            : elements.get(index + 1);
            case "cycle" -> (Callable) (r, a) -> a.places().get(index % a.places().size());
            case "changed" -> (Callable) (r, a) -> changed(r, a.places());
            default -> throw run.wrong("loop has no '" + name + "'");
        };
    }

    private boolean changed(Run run, List<Object> now) {
        boolean same = seen != null && Values.equal(run, now, seen);
        seen = now;
        return !same;
    }
}
