package dev.cria.recipes.board;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** Writes what runs leave in their folders. */
record Runs(Path root) {

    /** A run of one stage that has begun. */
    Path add(String id, String... lines) throws IOException {
        Path run = Files.createDirectories(root.resolve(id));
        Files.createDirectories(run.resolve("stages"));
        Files.writeString(
                run.resolve("resolved-recipe.yaml"),
                """
                name: %s
                output_dir: %s
                seed: 42
                stages:
                - stage: sft
                  name: tune
                  model:
                    model_name_or_path: %s/base
                  train:
                    learning_rate: 1.0E-4
                """
                        .formatted(id, run, run));
        for (String line : lines) {
            append(run, "metrics.jsonl", line);
        }
        return run;
    }

    /** A line of metrics.jsonl. */
    static String step(long step, double loss) {
        return """
        {"stage":"tune","step":%d,"total_steps":9,"loss":%s,"tokens":10,"time":%d.5}"""
                .formatted(step, loss, 1000 + step);
    }

    static void append(Path run, String file, String line) throws IOException {
        Files.writeString(
                run.resolve(file),
                line + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Says that a process works on a run. */
    static void lock(Path run, long pid, Instant since) throws IOException {
        String host = InetAddress.getLocalHost().getHostName();
        Files.writeString(
                run.resolve("LOCK"), "pid %d on %s since %s\n".formatted(pid, host, since));
    }
}
