package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "cat",
        description = "Prints a recipe.",
        footerHeading = "%nExamples:%n",
        footer = {"  cria cat quickstart"})
final class CatCommand implements Runnable {

    @Parameters(paramLabel = "RECIPE", description = "a recipe, see 'cria ls'")
    Path recipe;

    @Override
    public void run() {
        System.out.print(text(recipe));
    }

    static String text(Path recipe) {
        Path file = ShippedRecipes.find(recipe);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserException(file + ": no such recipe; 'cria ls' lists them", e);
        }
    }
}
