package dev.cria.recipes.recipe;

import java.nio.file.Path;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where something stands: a line and column of a recipe, or an argument of the command line.
 *
 * @param origin the file, or the argument
 * @param line counted from 1; 0 on the command line
 * @param column counted from 1
 */
record Place(String origin, int line, int column) {

    /** Where a node stands; a file that includes others is not that of all of its nodes. */
    static Place in(Path file, Node node) {
        return node.getStartMark()
                .map(mark -> new Place(mark.getName(), mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(startOf(file));
    }

    static Place startOf(Path file) {
        return new Place(file.toString(), 1, 1);
    }

    static Place argument(String argument) {
        return new Place("argument " + argument, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? origin : "%s:%d:%d".formatted(origin, line, column);
    }
}
