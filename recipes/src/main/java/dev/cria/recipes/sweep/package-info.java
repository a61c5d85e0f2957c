/**
 * Runs of one recipe with several values of some keys, and what they came to side by side.
 *
 * <p>{@link dev.cria.recipes.sweep.SweepArguments} finds the values, {@link
 * dev.cria.recipes.sweep.SweepPlan} makes a recipe of each combination, {@link
 * dev.cria.recipes.sweep.SweepRunner} runs them one after another.
 */
package dev.cria.recipes.sweep;
