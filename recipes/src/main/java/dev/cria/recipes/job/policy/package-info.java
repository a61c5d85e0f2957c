/** The model of a stage: opened, new, or with adapters. */
package dev.cria.recipes.job.policy;
