package dev.cria.trainer.code;

import dev.cria.data.examples.CodeTests;

/**
 * A program that is to do what is asked.
 *
 * @param program whole, as {@link Programs} puts it together
 */
public record Attempt(CodeTests task, String program) {}
