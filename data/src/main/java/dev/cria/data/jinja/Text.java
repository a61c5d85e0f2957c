package dev.cria.data.jinja;

import java.util.ArrayList;
import java.util.List;

/**
 * Text that knows which of its characters are data, and which an answer is made of. Two texts are
 * equal if their characters are.
 */
public final class Text {

    static final Text EMPTY = new Text(List.of());

    /**
     * Consecutive characters of one kind.
     *
     * @param data whether they come from what the template was given, and not from the template
     * @param answer number of the {@code generation} block that wrote them, from 1; 0 for none
     */
    public record Part(String text, boolean data, int answer) {}

    private final List<Part> parts;
    private final String value;

    /**
     * A text of parts.
     *
     * @param parts none of them empty
     */
    Text(List<Part> parts) {
        this.parts = parts;
        if (parts.size() == 1) {
            value = parts.get(0).text();
        } else {
            StringBuilder all = new StringBuilder();
            parts.forEach(part -> all.append(part.text()));
            value = all.toString();
        }
    }

    /** Text of the template. */
    public static Text of(String text) {
        return text.isEmpty() ? EMPTY : new Text(List.of(new Part(text, false, 0)));
    }

    /** Text that the template is given. */
    public static Text data(String text) {
        return text.isEmpty() ? EMPTY : new Text(List.of(new Part(text, true, 0)));
    }

    /** The stretches of the text in their order. */
    public List<Part> parts() {
        return parts;
    }

    /** The characters. */
    public String value() {
        return value;
    }

    /** How many characters. */
    public int length() {
        return value.length();
    }

    /** The characters from one place up to another. */
    public Text substring(int from, int to) {
        if (from == 0 && to == value.length()) {
            return this;
        }
        List<Part> kept = new ArrayList<>();
        int start = 0;
        for (Part part : parts) {
            int end = start + part.text().length();
            if (end > from && start < to) {
                String text =
                        part.text().substring(Math.max(0, from - start), Math.min(end, to) - start);
                kept.add(new Part(text, part.data(), part.answer()));
            }
            start = end;
        }
        return kept.isEmpty() || from >= to ? EMPTY : new Text(kept);
    }

    /** Both, one behind the other. */
    public Text plus(Text other) {
        List<Part> both = new ArrayList<>(parts);
        both.addAll(other.parts);
        return new Text(both);
    }

    /** The same, of the answer with a number where it belongs to none yet. */
    public Text inAnswer(int number) {
        return new Text(
                parts.stream()
                        .map(p -> p.answer() > 0 ? p : new Part(p.text(), p.data(), number))
                        .toList());
    }

    /** Other characters in the place of these, data if one of these is. */
    Text with(String characters) {
        boolean data = parts.stream().anyMatch(Part::data);
        return data ? data(characters) : of(characters);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text text && text.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
