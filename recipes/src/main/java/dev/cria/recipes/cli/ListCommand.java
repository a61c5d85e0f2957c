package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.show.Columns;
import java.nio.file.Path;
import java.util.ArrayList;
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
        show(found);
    }

    /** Recipes one by one; folders with the same ones together. */
    private static void overview() {
        Map<Path, List<Path>> folders =
                ShippedRecipes.all().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Path::getParent, TreeMap::new, Collectors.toList()));
        List<Path> alone = new ArrayList<>();
        Map<String, List<String>> alike = new TreeMap<>();
        folders.forEach(
                (folder, recipes) -> {
                    if (folder.equals(ShippedRecipes.folder()) || recipes.size() == 1) {
                        alone.addAll(recipes);
                    } else {
                        String names =
                                recipes.stream()
                                        .map(recipe -> recipe.getFileName().toString())
                                        .map(name -> name.replace(".yaml", ""))
                                        .collect(Collectors.joining(" "));
                        alike.computeIfAbsent(names, key -> new ArrayList<>())
                                .add(folder.getFileName().toString());
                    }
                });
        show(alone);
        alike.forEach(
                (names, same) -> {
                    System.out.println();
                    same.forEach(folder -> System.out.println(folder + "/"));
                    System.out.println("  each with: " + names);
                });
        System.out.println();
        System.out.println("'cria ls llama3.2-1b' or 'cria ls dpo' says more.");
    }

    private static void show(List<Path> recipes) {
        int width = recipes.stream().mapToInt(r -> ShippedRecipes.name(r).length()).max().orElse(0);
        for (Path recipe : recipes) {
            System.out.println(
                    Columns.pad(ShippedRecipes.name(recipe), width)
                            + "  "
                            + ShippedRecipes.description(recipe));
        }
    }
}
