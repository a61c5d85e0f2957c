package dev.cria.data.mix;

/**
 * What is there of a source.
 *
 * @param documents that give tokens
 * @param characters of them, in Unicode code points
 * @param bytes of them in UTF-8
 * @param pieces that they are cut into
 * @param tokens of the pieces
 * @param tooLong documents left out because they are too long
 * @param shortened documents whose end was cut off
 */
public record SourceCount(
        long documents,
        long characters,
        long bytes,
        long pieces,
        long tokens,
        long tooLong,
        long shortened) {

    static final SourceCount NONE = new SourceCount(0, 0, 0, 0, 0, 0, 0);

    SourceCount plus(SourceCount other) {
        return new SourceCount(
                documents + other.documents,
                characters + other.characters,
                bytes + other.bytes,
                pieces + other.pieces,
                tokens + other.tokens,
                tooLong + other.tooLong,
                shortened + other.shortened);
    }
}
