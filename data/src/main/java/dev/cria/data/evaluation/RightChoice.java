package dev.cria.data.evaluation;

import dev.cria.checkpoints.UserException;
import java.util.List;

/** Which choice is right: by its index, its label or its text. */
final class RightChoice {

    private RightChoice() {}

    static int of(Object answer, List<String> choices, List<String> labels, String origin) {
        if (answer instanceof Number number) {
            return index(number.longValue(), choices, origin);
        }
        String text = String.valueOf(answer).strip();
        int at = labels.indexOf(text);
        if (at < 0 && text.matches("\\d{1,4}")) {
            return index(Long.parseLong(text), choices, origin);
        }
        if (at < 0 || at >= choices.size()) {
            throw new UserException(
                    "%s: the answer '%s' is none of %s".formatted(origin, text, labels));
        }
        return at;
    }

    private static int index(long index, List<String> choices, String origin) {
        if (index < 0 || index >= choices.size()) {
            throw new UserException(
                    "%s: the answer is choice %d of %d, counted from 0"
                            .formatted(origin, index, choices.size()));
        }
        return (int) index;
    }
}
