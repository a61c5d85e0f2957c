package dev.cria.trainer.pass;

/**
 * The rows of one step of generation, a token each, and where they find keys and values. Numbers as
 * layer_paged of {@code paged.py} takes them, row by row of what has several columns.
 *
 * @param ids tokens
 * @param positions of the tokens in their texts
 * @param slots where keys and values of the tokens go: page times tokens of a page, plus the place
 * @param blocks pages and the rows that attend to them together, five columns
 * @param singles pages that one row attends to, three columns
 * @param runs singles whose pages lie one after another, two columns
 * @param rowsWithSingles rows
 * @param singlesOfRows places of the singles of each of these rows
 * @param adapters which adapter, first row and number of rows, three columns
 * @param wanted rows of which the logits are wanted, rising
 */
public record PagedStep(
        int[] ids,
        int[] positions,
        int[] slots,
        long[] blocks,
        long[] singles,
        long[] runs,
        long[] rowsWithSingles,
        long[][] singlesOfRows,
        long[] adapters,
        int[] wanted) {}
