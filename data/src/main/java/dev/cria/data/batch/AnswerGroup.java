package dev.cria.data.batch;

import java.util.List;

/**
 * Several answers to one prompt.
 *
 * @param prompt token ids
 * @param answers token ids of each, at least one
 * @param origin file and row, for error messages
 */
public record AnswerGroup(int[] prompt, List<int[]> answers, String origin) {}
