/** What models are examined with: task definitions, their published files, prompts, answers. */
package dev.cria.data.evaluation;
