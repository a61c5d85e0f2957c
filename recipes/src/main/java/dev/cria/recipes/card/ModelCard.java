package dev.cria.recipes.card;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.recipes.recipe.Dataset;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.ResolvedRecipe;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The README.md of a model that a run exports, for people and, in its front matter, for the hub (<a
 * href="https://huggingface.co/docs/hub/model-cards">format</a>).
 *
 * @param format the kind of export: {@code hf}, {@code merged}, {@code peft} or {@code gguf}
 */
public record ModelCard(Recipe recipe, Stage stage, String format) {

    private static final List<String> TRAINING =
            List.of("pretrain", "sft", "dpo", "grpo", "ppo", "rm", "distill");

    /** Writes README.md, and NOTICE where the base is one of Meta's models, into a folder. */
    public void write(Path folder) {
        DurableFiles.writeFile(
                folder.resolve("README.md"), text().getBytes(StandardCharsets.UTF_8));
        license()
                .ifPresent(
                        license ->
                                DurableFiles.writeFile(
                                        folder.resolve("NOTICE"),
                                        license.notice().getBytes(StandardCharsets.UTF_8)));
    }

    /** What the model is to be called. */
    public String name() {
        return license().map(l -> l.name(recipe.name())).orElse(recipe.name());
    }

    private Lineage lineage() {
        return Lineage.of(recipe, stage, !format.equals("hf"));
    }

    private Optional<LlamaLicense> license() {
        Path base = lineage().base();
        return base == null ? Optional.empty() : LlamaLicense.of(base);
    }

    /** The whole file. */
    String text() {
        StringBuilder text = new StringBuilder();
        frontMatter(text);
        Path base = lineage().base();
        text.append("# ").append(name()).append("\n\n");
        license().ifPresent(l -> text.append("Built with Llama.\n\n"));
        text.append(what()).append(" made with Cria by the recipe below, ");
        text.append(
                base == null
                        ? "from random weights.\n\n"
                        : "from `%s`.\n\n".formatted(base.getFileName()));
        text.append("## How to load it\n\n").append(Loading.of(format, name(), scores()));
        stages(text);
        data(text);
        String yaml = ResolvedRecipe.yaml(recipe);
        text.append("## Recipe\n\nSHA-256 `")
                .append(Sha256.of(yaml.getBytes(StandardCharsets.UTF_8)))
                .append("`\n\n```yaml\n")
                .append(yaml)
                .append("```\n\n");
        license().ifPresent(l -> text.append(l.section()));
        return text.toString();
    }

    /** Whether it is a reward model. */
    private boolean scores() {
        return lineage().stages().stream().anyMatch(stage -> stage.type().equals("rm"));
    }

    private String what() {
        return switch (format) {
            case "hf" -> "A Llama model in the layout of transformers,";
            case "merged" -> "A Llama model with its adapter merged in,";
            case "peft" -> "A LoRA adapter in the layout of PEFT,";
            default -> "A Llama model as GGUF files for llama.cpp and Ollama,";
        };
    }

    private void frontMatter(StringBuilder text) {
        List<String> tags = new ArrayList<>(List.of("llama", "cria"));
        lineage().stages().stream()
                .map(Stage::type)
                .filter(TRAINING::contains)
                .distinct()
                .forEach(tags::add);
        boolean adapter = format.equals("peft");
        if (adapter) {
            tags.add("lora");
        }
        text.append("---\n");
        license().ifPresent(l -> text.append("license: ").append(l.id()).append('\n'));
        Path base = lineage().base();
        if (base != null) {
            text.append("base_model: ").append(quoted(hubName(base))).append('\n');
        }
        list(text, "language", stage.texts("language"));
        String library = adapter ? "peft" : format.equals("gguf") ? "gguf" : "transformers";
        text.append("library_name: ").append(library).append('\n');
        text.append("pipeline_tag: ")
                .append(scores() ? "text-classification" : "text-generation")
                .append('\n');
        list(text, "tags", tags);
        text.append("---\n\n");
    }

    /** Meta's models have a place there; of others only the folder's name is known. */
    private String hubName(Path base) {
        String name = base.getFileName().toString();
        return license().isPresent() ? "meta-llama/" + name : name;
    }

    private static void list(StringBuilder text, String key, List<String> values) {
        if (!values.isEmpty()) {
            text.append(key).append(":\n");
            values.forEach(value -> text.append("- ").append(quoted(value)).append('\n'));
        }
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void stages(StringBuilder text) {
        RunFolder run = new RunFolder(recipe);
        for (Stage made : lineage().stages()) {
            Map<String, String> facts = run.resultOf(made).map(JobResult::facts).orElse(Map.of());
            text.append("## Stage %s: %s\n\n".formatted(made.name(), method(made)));
            text.append("| | |\n|---|---|\n");
            facts.forEach(
                    (label, value) ->
                            text.append("| %s | %s |\n".formatted(cell(label), cell(value))));
            text.append('\n');
        }
    }

    private static String method(Stage made) {
        boolean tuned = made.values().containsKey("finetuning_type");
        return tuned ? made.type() + ", " + made.text("finetuning_type") : made.type();
    }

    private void data(StringBuilder text) {
        List<Path> files = lineage().stages().stream().flatMap(s -> dataFiles(s).stream()).toList();
        if (files.isEmpty()) {
            return;
        }
        text.append("## Data\n\n| file | rows | SHA-256 |\n|---|---|---|\n");
        for (Path file : files.stream().distinct().toList()) {
            text.append(
                    "| %s | %s | `%s` |\n"
                            .formatted(
                                    cell(file.getFileName().toString()), rows(file), hash(file)));
        }
        text.append('\n');
    }

    private static List<Path> dataFiles(Stage made) {
        List<Path> files = new ArrayList<>();
        for (String key : List.of("datasets", "anneal_datasets", "heldout")) {
            if (made.values().get(key) instanceof List<?> given) {
                given.stream()
                        .filter(Dataset.class::isInstance)
                        .map(Dataset.class::cast)
                        .flatMap(data -> data.paths().stream())
                        .map(Path::of)
                        .filter(Files::isRegularFile)
                        .forEach(files::add);
            }
        }
        return files;
    }

    /** Lines of text that are not blank; formats that are not lines say it in their stage. */
    private static String rows(Path file) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl")) {
            return "";
        }
        try (var lines = Files.lines(file)) {
            return Long.toString(lines.filter(line -> !line.isBlank()).count());
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e, e);
        }
    }

    private static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e, e);
        }
    }

    private static String cell(String text) {
        return text.lines().collect(Collectors.joining(" ")).replace("|", "\\|");
    }
}
