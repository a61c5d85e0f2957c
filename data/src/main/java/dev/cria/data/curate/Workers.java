package dev.cria.data.curate;

import java.util.List;

/**
 * Processes that do the work of a run, on this machine or on others. All of them see the inputs,
 * the output and the work folder by the same paths.
 */
public interface Workers {

    /**
     * Does tasks, each by {@link WorkerTasks#run}, and gives their answers in the order of the
     * tasks. A task may be begun several times, also at once, and may be broken off: only what its
     * answer names counts.
     *
     * @param doing what is done, for whoever watches
     * @param settings of the run, the same for all tasks
     */
    List<String> run(String doing, String settings, List<String> tasks);
}
