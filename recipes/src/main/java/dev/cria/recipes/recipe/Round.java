package dev.cria.recipes.recipe;

import java.util.Map;

/**
 * One of the times that a list of stages is run.
 *
 * @param number from 1; 0 for stages that are run once
 * @param variables what {@code ${...}} stands for in paths, beside the folders of run and recipe
 */
record Round(int number, Map<String, Values.Word> variables) {

    /** Outside of any. */
    static final Round NONE = new Round(0, Map.of());

    /** The name of a stage in this round. */
    String name(String stage) {
        return number == 0 ? stage : stage + "-" + number;
    }
}
