package dev.cria.data.jinja;

import java.util.ArrayList;
import java.util.List;

/** Puts a text together; what it takes is paid from the budget. */
final class TextBuilder {

    private final Budget budget;
    private final List<Text.Part> parts = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private boolean data;
    private int answer;

    TextBuilder(Budget budget) {
        this.budget = budget;
    }

    TextBuilder add(Text text) {
        for (Text.Part part : text.parts()) {
            add(part.text(), part.data(), part.answer());
        }
        return this;
    }

    /** Adds what the template says itself. */
    TextBuilder add(String text) {
        add(text, false, 0);
        return this;
    }

    private void add(String text, boolean isData, int ofAnswer) {
        budget.characters(text.length());
        if (isData != data || ofAnswer != answer) {
            close();
            data = isData;
            answer = ofAnswer;
        }
        open.append(text);
    }

    private void close() {
        if (open.length() > 0) {
            parts.add(new Text.Part(open.toString(), data, answer));
            open.setLength(0);
        }
    }

    Text text() {
        close();
        return parts.isEmpty() ? Text.EMPTY : new Text(List.copyOf(parts));
    }
}
