package dev.cria.recipes.evaluation;

import dev.cria.data.evaluation.Estimate;
import dev.cria.data.evaluation.TaskDefinition;
import java.util.Map;

/**
 * What a task has shown.
 *
 * @param shots worked examples before each question
 * @param questions how many were asked
 * @param promptsHash of all prompts
 * @param figures of all questions, by their names
 * @param categories the same of each category; empty where a task has none
 * @param groups the same of each group; empty where a task has none
 */
public record TaskResult(
        TaskDefinition task,
        int shots,
        int questions,
        String promptsHash,
        Map<String, Estimate> figures,
        Map<String, Map<String, Estimate>> categories,
        Map<String, Map<String, Estimate>> groups) {}
