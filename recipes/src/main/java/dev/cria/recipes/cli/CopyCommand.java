package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.recipes.recipe.Shipped;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "cp",
        description = "Copies a recipe, to be changed.",
        footerHeading = "%nExamples:%n",
        footer = {"  cria cp quickstart mine.yaml", "  cria cp reward-model /tmp/rm.yaml"})
final class CopyCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "RECIPE", description = "a recipe, see 'cria ls'")
    Path recipe;

    @Parameters(index = "1", paramLabel = "TARGET", description = "a new file")
    Path target;

    @Override
    public void run() {
        if (Files.exists(target)) {
            throw new UserException(
                    target + ": exists already and is not overwritten; name another place");
        }
        Path source = ShippedRecipes.find(recipe);
        String text = CatCommand.text(recipe);
        if (source.startsWith(ShippedRecipes.folder())) {
            text = Shipped.copy(source, text, target);
        }
        DurableFiles.writeFile(target, text.getBytes(StandardCharsets.UTF_8));
        System.out.println("wrote " + target);
    }
}
