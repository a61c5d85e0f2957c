package dev.cria.data.spark;

import dev.cria.data.curate.WorkerTasks;
import dev.cria.data.curate.Workers;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Executors as workers: each task is a task of Spark's, which is given to another executor when one
 * is lost.
 */
record SparkWorkers(JavaSparkContext context) implements Workers {

    @Override
    public List<String> run(String doing, String settings, List<String> tasks) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        context.sc().setJobDescription(doing);
        Broadcast<String> shared = context.broadcast(settings);
        try {
            return context.parallelize(tasks, tasks.size())
                    .map(task -> WorkerTasks.run(shared.value(), task))
                    .collect();
        } finally {
            shared.destroy();
        }
    }
}
