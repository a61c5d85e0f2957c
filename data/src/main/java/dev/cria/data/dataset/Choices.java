package dev.cria.data.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads questions with choices: {@code choices} as a list, or columns {@code A}, {@code B} and so
 * on as MMLU and C-Eval have them; the answer is a letter or the place in the list from 0.
 */
final class Choices {

    private static final int MOST = 26;

    private Choices() {}

    static boolean in(Row row) {
        return row.has("question") && row.has("answer") && options(row).size() > 1;
    }

    /** The question and a line for each choice, with its letter. */
    static String question(Row row) {
        StringBuilder question = new StringBuilder(row.text("question"));
        List<JsonNode> options = options(row);
        for (int i = 0; i < options.size(); i++) {
            question.append('\n').append(letter(i)).append(". ").append(options.get(i).asText());
        }
        return question.toString();
    }

    /** The letter of the right one. */
    static String right(Row row) {
        int count = options(row).size();
        JsonNode answer = row.get("answer");
        String given = answer.asText().strip();
        for (int i = 0; i < count; i++) {
            if (given.equals(letter(i)) || given.equals(String.valueOf(i))) {
                return letter(i);
            }
        }
        throw row.wrong(
                "answer",
                "is %s, expected a letter from A to %s or a number from 0 to %d"
                        .formatted(answer, letter(count - 1), count - 1));
    }

    private static List<JsonNode> options(Row row) {
        List<JsonNode> options = new ArrayList<>();
        JsonNode list = Row.structure(row.get("choices"));
        if (list.isArray()) {
            list.forEach(options::add);
            return options;
        }
        for (int i = 0; i < MOST && row.has(letter(i)); i++) {
            options.add(row.get(letter(i)));
        }
        return options;
    }

    private static String letter(int index) {
        return String.valueOf((char) ('A' + index));
    }
}
