package dev.cria.data.shard;

import java.util.Map;
import java.util.function.Consumer;

/** Where the examples of a folder of shards come from. */
public interface ExampleSource {

    /** All that the examples depend on: equal descriptions give equal examples. */
    Map<String, String> description();

    /** All ids are below. */
    int vocabSize();

    /**
     * Hands over all examples in their order, on the calling thread.
     *
     * @throws dev.cria.checkpoints.UserException with file and row where one is not as it should be
     */
    RowCounts read(Consumer<StoredExample> sink);
}
