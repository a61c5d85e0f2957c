package dev.cria.recipes.preview;

import java.util.List;

/**
 * Tokens of a row that stand together: a text, a conversation, a prompt or an answer.
 *
 * @param label what it is
 * @param origin file and row
 * @param firstPosition place of its first token, as the model counts
 * @param tokens how many there are
 * @param targets how many of them carry loss
 * @param before tokens that an earlier piece of the same text has
 * @param after tokens behind the last that were cut off, or belong to a later piece
 * @param cut what those behind the last begin with
 */
public record Part(
        String label,
        String origin,
        int firstPosition,
        int tokens,
        int targets,
        List<Piece> pieces,
        int before,
        int after,
        List<Piece> cut) {

    public Part {
        pieces = List.copyOf(pieces);
        cut = List.copyOf(cut);
    }
}
