package dev.cria.data.evaluation;

import java.util.List;
import java.util.Map;

/**
 * One of the forms in which a task's files are published.
 *
 * @param test path below the task's folder; {@code *} matches part of a name, {@code {group}} too,
 *     and says what the rows belong to
 * @param fewShot where worked examples are, in the same way; empty if there are none
 * @param columns names of the columns of a table without a line of names; empty if it has one
 * @param fields made of others, in their order
 */
public record TaskForm(
        String test, String fewShot, List<String> columns, Map<String, Template> fields) {}
