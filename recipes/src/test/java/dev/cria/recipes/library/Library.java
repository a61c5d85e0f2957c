package dev.cria.recipes.library;

import dev.cria.checkpoints.huggingface.LlamaConfigJson;
import dev.cria.recipes.forecast.Forecast;
import dev.cria.recipes.forecast.StageMemory;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The recipes for published models: one for each model and kind, all from the same texts. Learning
 * rates: torchtune's and LLaMA-Factory's recipes for Llama 3 8B, smaller for 70B as published peaks
 * are (2407.21783, table 3).
 */
final class Library {

    static final List<LibraryModel> MODELS =
            List.of(
                    small("llama3.2-1b", "Llama 3.2 1B", "meta-llama/Llama-3.2-1B"),
                    small("llama3.2-3b", "Llama 3.2 3B", "meta-llama/Llama-3.2-3B"),
                    middle("llama3-8b", "Llama 3 8B", "meta-llama/Meta-Llama-3-8B"),
                    middle("llama3.1-8b", "Llama 3.1 8B", "meta-llama/Llama-3.1-8B"),
                    large("llama3-70b", "Llama 3 70B", "meta-llama/Meta-Llama-3-70B"),
                    large("llama3.1-70b", "Llama 3.1 70B", "meta-llama/Llama-3.1-70B"));

    /** The largest, which only teaches. */
    static final LibraryModel TEACHER =
            new LibraryModel(
                    "llama3.1-405b", "Llama 3.1 405B", "meta-llama/Llama-3.1-405B", "", "", "", 1);

    private static final double BYTES_PER_GB = 1e9;

    /** Where the recipes would lie, beside the texts of the quickstart and the models. */
    private final Path recipes;

    /**
     * @param home an empty folder; gets the shapes of the models, without weights
     * @param texts the folder of the quickstart's texts
     */
    Library(Path home, Path texts) throws IOException {
        recipes = Files.createDirectories(home.resolve("recipes"));
        Files.createSymbolicLink(recipes.resolve("quickstart"), texts.toAbsolutePath());
        for (LibraryModel model : MODELS) {
            shape(home, model.baseFolder(), model);
            shape(home, model.instructFolder(), model);
        }
        shape(home, TEACHER.instructFolder(), TEACHER);
    }

    /** All texts by their paths, such as {@code llama3.2-1b/lora.yaml}. */
    Map<String, String> files() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (LibraryModel model : MODELS) {
            for (LibraryKind kind : LibraryKind.values()) {
                files.put(model.preset() + "/" + kind.fileName(), text(model, kind));
            }
        }
        return files;
    }

    private String text(LibraryModel model, LibraryKind kind) throws IOException {
        String name = model.preset() + "/" + kind.fileName();
        String body = filled(rest(model, kind), model);
        Path file = recipes.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, body);
        return header(model, kind, memory(RecipeReader.read(file, List.of()))) + body;
    }

    private static String header(LibraryModel model, LibraryKind kind, StageMemory memory) {
        String name = kind.fileName().replace(".yaml", "");
        String repository = kind.instruct() ? model.instructRepository() : model.repository();
        String folder = kind.instruct() ? model.instructFolder() : model.baseFolder();
        StringBuilder header = new StringBuilder();
        header.append("# %s%n".formatted(filled(kind.title().formatted(model.title()), model)))
                .append("#\n#   scripts/cria run %s/%s%n#%n".formatted(model.preset(), name))
                .append(
                        "# Needs %s of memory%s with rows as long as they may be; 'cria validate' says what yours need.%n"
                                .formatted(
                                        gigabytes(memory.own()),
                                        memory.mapped() == 0
                                                ? ""
                                                : ", and %s for mapped weights,"
                                                        .formatted(gigabytes(memory.mapped()))))
                .append(
                        "# Model, %s: hf download %s --local-dir models/%s%n"
                                .formatted(
                                        gigabytes(Math.round(model.gigabytes() * BYTES_PER_GB)),
                                        repository,
                                        folder));
        if (kind == LibraryKind.DISTILL) {
            LibraryModel teacher = teacher(model);
            header.append(
                    "# Teacher, %s: hf download %s --local-dir models/%s%n"
                            .formatted(
                                    gigabytes(Math.round(teacher.gigabytes() * BYTES_PER_GB)),
                                    teacher.instructRepository(),
                                    teacher.instructFolder()));
        }
        return header.append(
                        """
                        # Models are looked for in CRIA_MODELS, or in 'models' beside this folder's parent. The texts are
                        # small ones to try it with: put yours in their place.
                        #
                        # yaml-language-server: $schema=../recipe.schema.json
                        """)
                .toString();
    }

    private static String rest(LibraryModel model, LibraryKind kind) {
        String name = kind.fileName().replace(".yaml", "");
        return """
        name: %s-%s
        output_dir: runs/%s/%s
        seed: 42

        %s"""
                .formatted(model.preset(), name, model.preset(), name, kind.body());
    }

    private static String filled(String text, LibraryModel model) {
        LibraryModel teacher = teacher(model);
        return text.replace("{base}", folder(model.baseFolder()))
                .replace("{instruct}", folder(model.instructFolder()))
                .replace("{teacher}", folder(teacher.instructFolder()))
                .replace("{teacherTitle}", teacher.title() + " Instruct")
                .replace("{fullRate}", model.fullRate())
                .replace("{cptRate}", model.fullRate())
                .replace("{loraRate}", model.loraRate())
                .replace("{rows}", Integer.toString(model.rows()))
                .replace("{wholeRows}", Integer.toString(2 * model.rows()))
                .replace("{accumulation}", Integer.toString(model.accumulation()));
    }

    private static String folder(String name) {
        return "\"${env:CRIA_MODELS,../../models}/%s\"".formatted(name);
    }

    private static LibraryModel teacher(LibraryModel model) {
        return MODELS.stream()
                .filter(other -> other.preset().equals(model.teacher()))
                .findFirst()
                .orElse(TEACHER);
    }

    /** That of the stage which needs most. */
    private static StageMemory memory(Recipe recipe) {
        return Forecast.stages(recipe).stream()
                .map(stage -> StageMemory.of(recipe, stage))
                .max(Comparator.comparing(StageMemory::total))
                .orElseThrow();
    }

    private static String gigabytes(long bytes) {
        double amount = bytes / BYTES_PER_GB;
        return String.format(Locale.ROOT, amount < 10 ? "%.1f GB" : "%.0f GB", amount);
    }

    private static void shape(Path home, String folder, LibraryModel model) throws IOException {
        Path models = Files.createDirectories(home.resolve("models").resolve(folder));
        LlamaConfigJson.write(models.resolve("config.json"), model.shape());
    }

    private static LibraryModel small(String preset, String title, String repository) {
        return new LibraryModel(preset, title, repository, "llama3.1-8b", "2.0e-5", "2.0e-4", 4);
    }

    private static LibraryModel middle(String preset, String title, String repository) {
        return new LibraryModel(preset, title, repository, "llama3.1-70b", "1.0e-5", "1.0e-4", 2);
    }

    private static LibraryModel large(String preset, String title, String repository) {
        return new LibraryModel(preset, title, repository, "llama3.1-405b", "5.0e-6", "5.0e-5", 1);
    }
}
