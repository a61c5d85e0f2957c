package dev.cria.data.heuristic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of steps with settings that belong together under a name.
 *
 * @param name in recipes
 * @param help one line
 */
public record Profile(String name, String help, List<Entry> steps) {

    /**
     * A step of a profile.
     *
     * @param kind the name of its {@link dev.cria.data.pipeline.StepKind}
     * @param given what differs from its defaults
     */
    public record Entry(String kind, Map<String, Object> given) {}

    private static final Map<String, Object> LIKE_DATATROVE =
            Map.of("words", "datatrove", "language_defaults", false);

    /** Every profile that recipes can name. */
    public static final List<Profile> ALL =
            List.of(
                    new Profile(
                            "heuristics",
                            "Gopher, C4 and FineWeb by the limits of each document's language",
                            List.of(
                                    new Entry("gopher_repetition", Map.of()),
                                    new Entry("gopher_quality", Map.of()),
                                    new Entry("c4", Map.of("terminal_punctuation", false)),
                                    new Entry("fineweb", Map.of()))),
                    new Profile(
                            "datatrove",
                            "datatrove's filters with its defaults and its words",
                            List.of(
                                    new Entry("gopher_repetition", LIKE_DATATROVE),
                                    new Entry("gopher_quality", LIKE_DATATROVE),
                                    new Entry("c4", LIKE_DATATROVE),
                                    new Entry("fineweb", LIKE_DATATROVE))),
                    new Profile(
                            "fineweb",
                            "the filters of FineWeb's recipe: C4 without its rule on line ends",
                            List.of(
                                    new Entry("gopher_repetition", LIKE_DATATROVE),
                                    new Entry("gopher_quality", LIKE_DATATROVE),
                                    new Entry("c4", withoutTerminals()),
                                    new Entry("fineweb", LIKE_DATATROVE))));

    /** Copies the list. */
    public Profile {
        steps = List.copyOf(steps);
    }

    private static Map<String, Object> withoutTerminals() {
        Map<String, Object> given = new LinkedHashMap<>(LIKE_DATATROVE);
        given.put("terminal_punctuation", false);
        return given;
    }
}
