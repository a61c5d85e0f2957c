package dev.cria.recipes.recipe;

import java.nio.file.Path;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What a recipe or the command line gives for a key.
 *
 * @param place where the key stands
 * @param value what it is given; null where that was wrong
 * @param file the recipe that the value stands in; null on the command line
 * @param folder what relative paths start from
 */
record Given(Place place, Node value, Path file, Path folder) {

    /** The same without a value: what is wrong with it is told already. */
    Given without() {
        return new Given(place, null, file, folder);
    }

    /** Where a part of the value stands. */
    Place placeOf(Node part) {
        return file == null ? place : Place.in(file, part);
    }
}
