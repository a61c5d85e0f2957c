package dev.cria.data.shard;

/**
 * A document as token ids.
 *
 * @param ids with the tokens that begin and end it
 * @param origin where its text comes from
 */
public record TokenDocument(int[] ids, String origin) {}
