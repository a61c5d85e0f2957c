package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Turns what is given for a key into its value, or says what is wrong with it. The types by kind:
 * String (CHOICE, INPUT, CHOICE_OR_INPUT), List of String (CHOICES, INPUTS, TEXTS), List of {@link
 * Dataset}, List of {@link StepChoice}, List of {@link SourceChoice}, Map of String, Long, Double,
 * Boolean, List of Long (INTEGERS), List of Double (NUMBERS).
 */
final class Values {

    private static final String INTEGER = "[-+]?[0-9][0-9_]{0,17}";
    static final String NUMBER = "[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?";

    private final Paths paths;
    private final Problems problems;

    Values(Paths paths, Problems problems) {
        this.paths = paths;
        this.problems = problems;
    }

    /** The value; null where a problem was found. */
    Object read(Key key, Given given) {
        Node node = given.value();
        return switch (key.kind()) {
            case CHOICES -> choices(key, given);
            case INPUTS -> inputs(key, given);
            case TEXTS -> words(key, given).stream().map(Word::text).toList();
            case DATASETS -> new DatasetValues(this, paths, problems).read(key, given);
            case STEPS -> new StepValues(this, problems).read(key, given);
            case SOURCES -> new SourceValues(this, paths, problems).read(key, given);
            case COLUMNS -> new ColumnValues(this, problems).read(key, given);
            case INTEGERS -> numbers(key, given, this::whole);
            case NUMBERS -> numbers(key, given, this::number);
            case CHOICE, CHOICE_OR_INPUT, INPUT, INTEGER, NUMBER, FLAG, TEXT -> {
                Word word = word(key, given, node);
                yield word == null ? null : single(key, word);
            }
        };
    }

    /** A scalar and where it stands. */
    record Word(String text, Place place, Path folder) {}

    /** A scalar; null, and a problem, where there is something else. */
    Word word(Key key, Given given, Node node) {
        if (node instanceof ScalarNode scalar) {
            return new Word(scalar.getValue(), given.placeOf(node), given.folder());
        }
        wrong(
                key,
                given.placeOf(node),
                "found " + (node instanceof SequenceNode ? "a list" : "a mapping"));
        return null;
    }

    /** The parts of a list; a single value is a list of one. */
    static List<Node> parts(Given given) {
        return given.value() instanceof SequenceNode list
                ? list.getValue()
                : List.of(given.value());
    }

    private List<Word> words(Key key, Given given) {
        List<Word> words = new ArrayList<>();
        for (Node part : parts(given)) {
            Word word = word(key, given, part);
            if (word != null) {
                words.add(word);
            }
        }
        if (parts(given).isEmpty() && !List.of().equals(key.initial())) {
            wrong(key, given.place(), "found an empty list");
        }
        return words;
    }

    private List<String> inputs(Key key, Given given) {
        return words(key, given).stream()
                .flatMap(word -> paths.existing(key, word).stream())
                .toList();
    }

    private List<String> choices(Key key, Given given) {
        Set<String> chosen = new LinkedHashSet<>();
        for (Word word : words(key, given)) {
            if (choice(key, word) != null && !chosen.add(word.text())) {
                problems.add(
                        word.place(), "%s: '%s' is given twice".formatted(key.path(), word.text()));
            }
        }
        return List.copyOf(chosen);
    }

    /** Null where one of them is wrong. */
    private <T> List<T> numbers(Key key, Given given, BiFunction<Key, Word, T> read) {
        List<Word> words = words(key, given);
        List<T> values = new ArrayList<>();
        for (Word word : words) {
            T value = read.apply(key, word);
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() == parts(given).size() ? List.copyOf(values) : null;
    }

    private Object single(Key key, Word word) {
        return switch (key.kind()) {
            case INPUT -> input(key, word);
            case CHOICE_OR_INPUT ->
                    key.choices().contains(word.text()) ? word.text() : input(key, word);
            case FLAG -> flag(key, word);
            case TEXT -> word.text();
            case INTEGER -> whole(key, word);
            case NUMBER -> number(key, word);
            default -> choice(key, word);
        };
    }

    private String input(Key key, Word word) {
        if (word.text().isEmpty()) {
            wrong(key, word.place(), "found nothing; take the key out");
            return null;
        }
        List<String> found = paths.existing(key, word);
        if (found.size() > 1) {
            wrong(key, word.place(), "'%s' matches several".formatted(word.text()));
            return null;
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private String choice(Key key, Word word) {
        if (key.choices().contains(word.text())) {
            return word.text();
        }
        problems.add(
                word.place(),
                "%s: '%s' is not one of %s%s"
                        .formatted(
                                key.path(),
                                word.text(),
                                String.join(", ", key.choices()),
                                Nearest.hint(word.text(), key.choices())));
        return null;
    }

    private Boolean flag(Key key, Word word) {
        String lower = word.text().toLowerCase(Locale.ROOT);
        if (!lower.equals("true") && !lower.equals("false")) {
            wrong(key, word.place(), found(word));
            return null;
        }
        return Boolean.valueOf(lower);
    }

    private Long whole(Key key, Word word) {
        if (word.text().matches(INTEGER)) {
            long value = Long.parseLong(word.text().replace("_", ""));
            return inRange(key, word, (double) value) ? value : null;
        }
        wrong(key, word.place(), found(word));
        return null;
    }

    private Double number(Key key, Word word) {
        double value =
                word.text().matches(NUMBER)
                        ? Double.parseDouble(word.text().replace("_", ""))
                        : Double.NaN;
        if (Double.isFinite(value)) {
            return inRange(key, word, value) ? value : null;
        }
        String dotted = word.text().replace(',', '.');
        boolean comma = !dotted.equals(word.text()) && dotted.matches(NUMBER);
        wrong(key, word.place(), found(word) + (comma ? "; write " + dotted : ""));
        return null;
    }

    private boolean inRange(Key key, Word word, double value) {
        if (value >= key.min() && value <= key.max()) {
            return true;
        }
        String range =
                key.max() == Double.MAX_VALUE
                        ? "at least " + Numbers.show(key.min())
                        : "%s to %s".formatted(Numbers.show(key.min()), Numbers.show(key.max()));
        wrong(key, word.place(), "%s, found %s".formatted(range, word.text()));
        return false;
    }

    private static String found(Word word) {
        return word.text().isEmpty() ? "found nothing" : "found '%s'".formatted(word.text());
    }

    private void wrong(Key key, Place place, String found) {
        problems.add(
                place, "%s: expected %s, %s".formatted(key.path(), key.kind().expected(), found));
    }
}
