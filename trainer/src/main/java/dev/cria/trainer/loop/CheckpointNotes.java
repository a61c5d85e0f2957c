package dev.cria.trainer.loop;

import java.util.Map;
import java.util.function.Supplier;

/** What a run writes down about itself in each checkpoint, beside what it trains. */
public interface CheckpointNotes {

    /** Nothing. */
    CheckpointNotes NONE =
            new CheckpointNotes() {
                @Override
                public Supplier<Map<String, String>> now() {
                    return Map::of;
                }

                @Override
                public void restored(Map<String, String> facts) {}
            };

    /**
     * What is true after the step that is saved. What is answered is asked when the checkpoint is
     * written, perhaps in another thread, and may wait for what is not known yet.
     */
    Supplier<Map<String, String>> now();

    /** Training goes on from a checkpoint with these facts. */
    void restored(Map<String, String> facts);

    /** A checkpoint has been written. May be called in another thread. */
    default void written() {}
}
