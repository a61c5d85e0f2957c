package dev.cria.recipes.job.answers;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An instruction that a model made of a seed, and its answer.
 *
 * @param answer empty where it was not asked for
 * @param dropped why it is not kept; empty where it is
 * @param asked with what the instruction was asked for; empty where the seed is the instruction
 * @param system what was said before the instruction; empty for nothing
 * @param instructionSeed of the draw of the instruction
 * @param answerSeed of that of the answer
 */
record Synthesized(
        @JsonProperty(required = true) String instruction,
        @JsonProperty(required = true) String answer,
        @JsonProperty(required = true) String dropped,
        @JsonProperty(value = "instruction_prompt", required = true) String asked,
        @JsonProperty(value = "system_prompt", required = true) String system,
        @JsonProperty(value = "instruction_seed", required = true) long instructionSeed,
        @JsonProperty(value = "answer_seed", required = true) long answerSeed) {

    boolean kept() {
        return dropped.isEmpty();
    }

    Synthesized dropped(String why) {
        return new Synthesized(
                instruction, answer, why, asked, system, instructionSeed, answerSeed);
    }

    Synthesized answered(String text) {
        return new Synthesized(
                instruction, text, dropped, asked, system, instructionSeed, answerSeed);
    }
}
