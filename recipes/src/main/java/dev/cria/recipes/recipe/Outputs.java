package dev.cria.recipes.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the stages of a recipe write into the run folder, for later stages to read. */
final class Outputs {

    private final Path folder;
    private final List<Path> written = new ArrayList<>();

    Outputs(Path folder) {
        this.folder = folder;
    }

    /** The run folder. */
    Path folder() {
        return folder;
    }

    /** A stage that comes before those that are read next. */
    void add(Stage stage) {
        Path own = folder.resolve(stage.name());
        written.add(own);
        written.addAll(names(stage).map(own::resolve).toList());
        if (KeyEffects.isTraining(stage.type())) {
            written.add(folder.resolve("checkpoints").resolve(stage.name()));
        }
    }

    /** What to say about a path that will not be there when it is needed; null where it will. */
    String whyMissing(Path path) {
        if (Files.exists(path) || written.contains(path)) {
            return null;
        }
        if (!path.startsWith(folder)) {
            return " does not exist" + hint(path);
        }
        List<String> names =
                written.stream().map(file -> folder.relativize(file).toString()).toList();
        return names.isEmpty()
                ? " lies in the run folder, but no earlier stage writes into it"
                : " is not what an earlier stage writes%s; they write %s"
                        .formatted(
                                Nearest.hint(folder.relativize(path).toString(), names),
                                String.join(", ", names));
    }

    private static Stream<String> names(Stage stage) {
        return switch (stage.type()) {
            case "curate" -> Stream.of("documents");
            case "tokenizer" -> Stream.of("tokenizer.json");
            case "pretrain" -> Stream.of("model");
            case "sft", "grpo", "ppo", "rm" -> Stream.of(tuned(stage));
            case "distill" ->
                    stage.has("teacher_logits") && stage.text("teacher_logits").equals("stored")
                            ? Stream.of(tuned(stage), "teacher.topk")
                            : Stream.of(tuned(stage));
            case "dpo" -> Stream.of(tuned(stage), "reference.jsonl");
            case "synthesize" -> Stream.of("documents.jsonl");
            case "rejection_sampling" -> picked(stage);
            case "eval" -> Stream.of("results.json");
            case "merge" ->
                    stage.has("checkpoints") && stage.path("checkpoints") != null
                            ? Stream.of("model", "adapter")
                            : Stream.of("model");
            case "export" -> stage.has("formats") ? stage.texts("formats").stream() : Stream.of();
            default -> Stream.of();
        };
    }

    private static Stream<String> picked(Stage stage) {
        return switch (stage.has("keep") ? stage.text("keep") : "best") {
            case "none" -> Stream.of();
            case "best_worst_pair" -> Stream.of("sft.jsonl", "preferences.jsonl");
            default -> Stream.of("sft.jsonl");
        };
    }

    private static String tuned(Stage stage) {
        boolean wholeModel =
                stage.has("finetuning_type")
                        && List.of("full", "freeze").contains(stage.text("finetuning_type"));
        return wholeModel ? "model" : "adapter";
    }

    private static String hint(Path path) {
        if (path.getNameCount() > 1 && !Files.exists(path.getParent())) {
            return "; models are read from folders on disk, not by the name of a hub";
        }
        return path.getNameCount() == 0 ? "" : NearFile.hint(path);
    }
}
