package dev.cria.data.dataset;

import dev.cria.data.shard.StoredExample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tokenises with all cores, a few megabytes of text at a time, and keeps the order. */
final class ParallelTokenizing {

    private static final long CHARACTERS_AT_ONCE = 4 << 20;
    private static final int TASKS_AT_ONCE = 1 << 14;

    private final Consumer<StoredExample> sink;
    private final List<Task> waiting = new ArrayList<>();
    private long characters;

    /**
     * A row that is read but not tokenised.
     *
     * @param characters length of its text
     */
    record Task(long characters, Supplier<StoredExample> tokenizing) {}

    ParallelTokenizing(Consumer<StoredExample> sink) {
        this.sink = sink;
    }

    void add(Task task) {
        waiting.add(task);
        characters += task.characters();
        if (characters >= CHARACTERS_AT_ONCE || waiting.size() == TASKS_AT_ONCE) {
            flush();
        }
    }

    /** Tokenises what is still waiting. */
    void flush() {
        waiting.parallelStream().map(task -> task.tokenizing().get()).toList().forEach(sink);
        waiting.clear();
        characters = 0;
    }
}
