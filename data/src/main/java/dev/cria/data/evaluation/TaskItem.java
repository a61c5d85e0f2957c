package dev.cria.data.evaluation;

import java.util.List;

/**
 * A question as a model gets it.
 *
 * @param group what it belongs to, such as a subject; empty where a task has none
 * @param row its place in the group, from 0
 * @param prompt instructions, worked examples and the question; of texts that are only read, the
 *     text
 * @param choices how it can go on; none where the model writes itself
 * @param continuations the same with what stands between prompt and answer
 * @param gold the right one of {@code choices}; -1 where there are none
 * @param reference the right answer; empty where there is none
 * @param origin file and row, for error messages
 */
public record TaskItem(
        String group,
        int row,
        String prompt,
        List<String> choices,
        List<String> continuations,
        int gold,
        String reference,
        String origin) {}
