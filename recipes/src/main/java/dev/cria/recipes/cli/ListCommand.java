package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "ls",
        description = "Lists the recipes that come with Cria.",
        footerHeading = "%nExamples:%n",
        footer = {"  cria ls"})
final class ListCommand implements Runnable {

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            description = "of a name, such as llama3.1-8b or dpo: those recipes one by one")
    String part;

    @Override
    public void run() {
        if (part == null) {
            overview();
            return;
        }
        List<Path> found =
                ShippedRecipes.all().stream()
                        .filter(recipe -> ShippedRecipes.name(recipe).contains(part))
                        .toList();
        if (found.isEmpty()) {
            throw new UserException(
                    "no recipe has '%s' in its name; see 'cria ls'".formatted(part));
        }
        found.forEach(ListCommand::show);
    }

    /** Recipes one by one, those in folders by folder. */
    private static void overview() {
        Map<String, String> folders = new TreeMap<>();
        for (Path recipe : ShippedRecipes.all()) {
            String name = ShippedRecipes.name(recipe);
            int slash = name.indexOf('/');
            if (slash < 0) {
                show(recipe);
            } else {
                folders.merge(
                        name.substring(0, slash),
                        name.substring(slash + 1),
                        (before, one) -> before + " " + one);
            }
        }
        folders.entrySet().stream()
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getValue, TreeMap::new, Collectors.toList()))
                .forEach(
                        (names, same) -> {
                            System.out.println();
                            same.forEach(folder -> System.out.println(folder.getKey() + "/"));
                            System.out.println("  each with: " + names);
                        });
        System.out.println();
        System.out.println("'cria ls llama3.2-1b' or 'cria ls dpo' says more.");
    }

    private static void show(Path recipe) {
        System.out.printf(
                "%-22s %s%n", ShippedRecipes.name(recipe), ShippedRecipes.description(recipe));
    }
}
