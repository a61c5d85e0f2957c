package dev.cria.recipes.track;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Is told of every step that is written to metrics.jsonl. None of its failures is a reason to stop
 * training: it throws, and is not told of more.
 */
public interface Tracker extends AutoCloseable {

    /** Follows nothing. */
    Tracker NONE = new Tracker() {};

    /**
     * Training of a stage begins, goes on, or goes back: steps after one that were told before are
     * void.
     *
     * @param done the step; 0 where the stage begins
     * @param kept all steps of the run that count, in order
     */
    default void goOn(String stage, long done, List<JsonNode> kept) {}

    /** A step has ended; its line as metrics.jsonl has it. */
    default void step(JsonNode line) {}

    /** A stage goes no further in this process. */
    default void end(String stage, Outcome outcome) {}

    @Override
    default void close() {}
}
