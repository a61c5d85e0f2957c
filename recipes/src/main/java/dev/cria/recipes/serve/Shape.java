package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How the answers to one request are written. */
interface Shape {

    /** All of them as one document, but for the counts of tokens. */
    ObjectNode whole(List<Outcome> outcomes);

    /** What a stream says of an answer before its text; null for nothing. */
    ObjectNode begin(int index);

    /** More of an answer. */
    ObjectNode more(int index, String text, List<Told> tokens);

    /** The end of an answer; what was held back of it has been told. */
    ObjectNode end(Outcome outcome);

    /** A part of a stream that has no answer. */
    ObjectNode empty();
}
