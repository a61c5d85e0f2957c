package dev.cria.recipes.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Turns what a recipe says into the value of a key.
 *
 * @param recipeDir relative paths start here
 * @param outputDir what {@code ${output_dir}} stands for
 */
record Values(Path recipeDir, Path outputDir) {

    /** What was wrong with a value. */
    static final class WrongValue extends Exception {
        private static final long serialVersionUID = 1L;

        WrongValue(String message) {
            super(message);
        }
    }

    Object convert(Key key, Node node) throws WrongValue {
        List<String> words = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                words.add(scalar(key, item));
            }
        } else {
            words.add(scalar(key, node));
        }
        return convert(key, words, node instanceof SequenceNode);
    }

    Object convert(Key key, List<String> words, boolean isList) throws WrongValue {
        if (key.kind() == Kind.INPUTS) {
            return words.stream().map(this::path).toList();
        }
        if (key.kind() == Kind.TEXTS) {
            return List.copyOf(words);
        }
        if (isList) {
            throw wrong(key, words.toString());
        }
        return single(key, words.get(0));
    }

    private Object single(Key key, String word) throws WrongValue {
        return switch (key.kind()) {
            case INPUT -> word.isEmpty() ? word : path(word);
            case CHOICE -> choice(key, word);
            case FLAG -> flag(key, word);
            case INTEGER, NUMBER -> number(key, word);
            case TEXT, TEXTS, INPUTS -> word;
        };
    }

    private static String choice(Key key, String word) throws WrongValue {
        if (!key.choices().contains(word)) {
            throw new WrongValue(
                    "%s: '%s' is not one of %s%s"
                            .formatted(
                                    key.path(),
                                    word,
                                    String.join(", ", key.choices()),
                                    Nearest.hint(word, key.choices())));
        }
        return word;
    }

    private static Boolean flag(Key key, String word) throws WrongValue {
        if (!word.equals("true") && !word.equals("false")) {
            throw wrong(key, word);
        }
        return Boolean.valueOf(word);
    }

    private static Object number(Key key, String word) throws WrongValue {
        double value;
        try {
            value = Double.parseDouble(word.replace("_", ""));
        } catch (NumberFormatException e) {
            throw wrong(key, word);
        }
        boolean whole = key.kind() == Kind.INTEGER;
        if (!Double.isFinite(value) || (whole && value != Math.rint(value))) {
            throw wrong(key, word);
        }
        if (value < key.min() || value > key.max()) {
            throw new WrongValue(
                    "%s: %s is out of range; expected %s to %s"
                            .formatted(key.path(), word, show(key.min()), show(key.max())));
        }
        return whole ? (Object) Long.valueOf((long) value) : (Object) Double.valueOf(value);
    }

    private static String show(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e15
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }

    private String path(String word) {
        String filled =
                word.replace("${output_dir}", outputDir.toString())
                        .replace("${recipe_dir}", recipeDir.toString());
        return recipeDir.resolve(filled).normalize().toString();
    }

    private static String scalar(Key key, Node node) throws WrongValue {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong(key, "a nested value");
        }
        return scalar.getValue();
    }

    private static WrongValue wrong(Key key, String found) {
        return new WrongValue(
                "%s: expected %s, found '%s'".formatted(key.path(), key.kind().expected(), found));
    }
}
