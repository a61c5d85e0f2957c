package dev.cria.data.dataset;

/**
 * A row that stands in a recipe.
 *
 * @param json an object
 * @param place where it stands, for messages
 */
public record InlineRow(String json, String place) {}
