package dev.cria.recipes.preview;

import java.util.List;
import java.util.Set;

/**
 * What the parts of a row are.
 *
 * @param texts one name for texts on their own, or one for each answer; answers beyond have a
 *     number
 * @param good origins of answers that are good; null where answers are not judged one by one
 * @param scores whether a token with loss is scored itself, not predicted
 */
record Labels(List<String> texts, Set<String> good, boolean scores) {

    static Labels of(String... texts) {
        return new Labels(List.of(texts), null, false);
    }

    /** Answers from the best to the worst, of each of which the last token is scored. */
    static Labels ranked() {
        return new Labels(List.of("best answer"), null, true);
    }

    /** Single answers, each beside one to another prompt. */
    static Labels judged(Set<String> good) {
        return new Labels(List.of(), good, false);
    }

    /** Of a text on its own. */
    String text() {
        return texts.isEmpty() ? "text" : texts.get(0);
    }

    /** Of an answer, counted from 0. */
    String answer(String origin, int number) {
        if (good != null) {
            return number > 0
                    ? "answer to another prompt, to estimate the distance to the reference"
                    : good.contains(origin) ? "good answer" : "bad answer";
        }
        return number < texts.size() ? texts.get(number) : "answer " + (number + 1);
    }
}
