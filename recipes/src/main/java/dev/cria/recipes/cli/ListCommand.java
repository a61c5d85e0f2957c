package dev.cria.recipes.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;

@Command(name = "ls", description = "Lists the recipes that come with Cria.")
final class ListCommand implements Runnable {

    @Override
    public void run() {
        for (Path recipe : ShippedRecipes.all()) {
            String name = recipe.getFileName().toString().replace(".yaml", "");
            System.out.printf("%-16s %s%n", name, ShippedRecipes.description(recipe));
        }
    }
}
