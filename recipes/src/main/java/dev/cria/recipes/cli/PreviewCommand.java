package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.recipes.preview.Preview;
import dev.cria.recipes.preview.PreviewPage;
import dev.cria.recipes.preview.PreviewText;
import dev.cria.recipes.preview.Previews;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "preview",
        description =
                "Shows the first rows as the model will get them: which tokens carry loss, what is packed together, what is cut off.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cria preview mine.yaml",
            "  cria preview mine.yaml --stage sft --rows 10 --html rows.html",
            "  cria preview quickstart --stage sft --tokenizer /models/Llama-3.2-1B"
        })
final class PreviewCommand implements Callable<Integer> {

    @Mixin RecipeArguments arguments;

    @Option(names = "--stage", paramLabel = "NAME", description = "one stage only")
    private String stage;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "3",
            description = "rows of each stage; default: ${DEFAULT-VALUE}")
    private int rows;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "400",
            description =
                    "tokens of a text that the terminal shows at most, 0: all; default: ${DEFAULT-VALUE}")
    private int tokens;

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR",
            description = "a folder with a tokenizer, where the recipe's own is not there yet")
    private Path tokenizer;

    @Option(names = "--html", paramLabel = "FILE", description = "write a page instead")
    private Path html;

    @Override
    public Integer call() {
        if (rows < 1 || tokens < 0) {
            throw new UserException("--rows must be at least 1, and --tokens at least 0");
        }
        Recipe recipe = arguments.read();
        Previews previews = new Previews(recipe, tokenizer, rows);
        List<Preview> shown = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        for (Stage chosen : chosen(previews)) {
            Optional<String> why = previews.whyNot(chosen);
            if (why.isPresent()) {
                waiting.add("stage %s: %s".formatted(chosen.name(), why.get()));
            } else {
                shown.add(previews.of(chosen));
            }
        }
        if (shown.isEmpty()) {
            throw new UserException(String.join("\ncria: ", waiting));
        }
        waiting.forEach(why -> System.err.println("cria: " + why));
        show(recipe, shown);
        return 0;
    }

    private List<Stage> chosen(Previews previews) {
        List<Stage> possible = previews.stages();
        List<Stage> chosen =
                possible.stream().filter(s -> stage == null || s.name().equals(stage)).toList();
        if (chosen.isEmpty()) {
            String names = String.join(", ", possible.stream().map(Stage::name).toList());
            throw new UserException(
                    possible.isEmpty()
                            ? "no stage of the recipe has rows that a model learns from or answers"
                            : "--stage %s: there is no such stage with rows to look at; there are %s"
                                    .formatted(stage, names));
        }
        return chosen;
    }

    private void show(Recipe recipe, List<Preview> shown) {
        if (html != null) {
            String page = PreviewPage.of(recipe.name(), shown);
            DurableFiles.writeFile(html, page.getBytes(StandardCharsets.UTF_8));
            System.out.println("wrote " + html);
            return;
        }
        PreviewText text = new PreviewText(Terminal.showsColours(), tokens);
        shown.forEach(preview -> System.out.println(text.of(preview)));
    }
}
