/** What a model can do, measured: tasks, their results, and how sure these are. */
package dev.cria.recipes.evaluation;
