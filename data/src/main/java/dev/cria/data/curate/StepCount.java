package dev.cria.data.curate;

import java.util.Map;

/**
 * What a step did.
 *
 * @param dropped documents dropped, by reason; {@code in} is {@code kept} plus all of them
 */
public record StepCount(String step, long in, long kept, Map<String, Long> dropped) {}
