package dev.cria.data.curate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Steps that go together.
 *
 * @param name in a recipe
 * @param help one line
 * @param steps in their order
 */
public record Profile(String name, String help, List<Part> steps) {

    /** A step by its name, and what is set about it. */
    public record Part(String step, Map<String, ?> given) {

        private static Part of(String step) {
            return new Part(step, Map.of());
        }
    }

    private static final Map<String, ?> AS_DATATROVE =
            Map.of("words", "datatrove", "language_defaults", false);

    /** Every profile that a recipe can name. */
    public static final List<Profile> ALL =
            List.of(
                    new Profile(
                            "english",
                            "for English text from anywhere: FineWeb's filters, each text once",
                            List.of(
                                    Part.of("gopher_repetition"),
                                    Part.of("gopher_quality"),
                                    new Part("c4", Map.of("terminal_punctuation", false)),
                                    Part.of("fineweb"),
                                    Part.of("word_list"),
                                    Part.of("exact_dedup"))),
                    new Profile(
                            "chinese",
                            "for Chinese text from anywhere, each text once",
                            List.of(
                                    Part.of("gopher_repetition"),
                                    Part.of("gopher_quality"),
                                    Part.of("cjk_ratio"),
                                    Part.of("word_list"),
                                    Part.of("exact_dedup"))),
                    new Profile(
                            "datatrove",
                            "the filters that datatrove has by these names, with its verdicts",
                            List.of(
                                    new Part("gopher_repetition", AS_DATATROVE),
                                    new Part("gopher_quality", AS_DATATROVE),
                                    new Part("c4", AS_DATATROVE),
                                    new Part("fineweb", AS_DATATROVE))),
                    new Profile(
                            "web",
                            "Gopher's, C4's and FineWeb's filters by the language of a text",
                            List.of(
                                    Part.of("gopher_repetition"),
                                    Part.of("gopher_quality"),
                                    new Part("c4", Map.of("terminal_punctuation", false)),
                                    Part.of("fineweb"))),
                    new Profile(
                            "fineweb",
                            "the filters of FineWeb's recipe, C4 without its rule on line ends",
                            List.of(
                                    new Part("gopher_repetition", AS_DATATROVE),
                                    new Part("gopher_quality", AS_DATATROVE),
                                    new Part(
                                            "c4",
                                            Map.of(
                                                    "words",
                                                    "datatrove",
                                                    "language_defaults",
                                                    false,
                                                    "terminal_punctuation",
                                                    false)),
                                    new Part("fineweb", AS_DATATROVE))),
                    new Profile("none", "nothing but reading and writing", List.of()));

    /** Copies the list. */
    public Profile {
        steps = List.copyOf(steps);
    }

    /** Names of all profiles. */
    public static List<String> names() {
        return ALL.stream().map(Profile::name).toList();
    }

    /** The profile of a name. */
    public static Profile of(String name) {
        return ALL.stream().filter(profile -> profile.name.equals(name)).findFirst().orElseThrow();
    }

    /** Its steps, with a seed for those that draw. */
    public List<ChosenStep> choose(long seed) {
        return steps.stream()
                .map(part -> StepCatalog.choose(part.step, part.given, Path.of(""), seed))
                .toList();
    }
}
