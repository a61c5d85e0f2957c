package dev.cria.recipes.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which keys of which stages a dotted name means. */
final class Matches {

    /** A key of a stage. */
    record Match(Draft draft, Key key) {
        @Override
        public String toString() {
            return draft.name() + "." + key.name();
        }
    }

    private Matches() {}

    /**
     * A leaf, with its section or its stage before it or both; also by a name that others use, and
     * by a stage's name without its round.
     */
    static List<Match> of(List<Draft> drafts, String path) {
        int dot = path.lastIndexOf('.');
        String leaf = path.substring(dot + 1);
        String front = path.substring(0, dot + 1);
        List<Match> matches = new ArrayList<>();
        for (Draft draft : drafts) {
            for (Key key : draft.keys()) {
                String section = key.section().isEmpty() ? "" : key.section() + ".";
                boolean named =
                        key.name().equals(leaf) || key.name().equals(Aliases.KEYS.get(leaf));
                boolean meant =
                        Stream.of("", draft.name() + ".", draft.base() + ".")
                                .anyMatch(
                                        stage ->
                                                front.equals(stage)
                                                        || front.equals(stage + section));
                if (named && meant) {
                    matches.add(new Match(draft, key));
                }
            }
        }
        return matches;
    }
}
