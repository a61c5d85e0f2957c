package dev.cria.recipes.sweep;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.recipe.Relocation;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs of a sweep. Stages before the first that any value concerns are the same in all: they
 * are run once, in a folder of their own.
 *
 * @param folder of the whole sweep; each run has a folder in it
 * @param shared what is run once; null where there is nothing
 */
public record SweepPlan(Path folder, Recipe shared, List<SweepPoint> points) {

    private static final String SHARED = "shared";
    private static final int LONGEST_LABEL = 120;

    public SweepPlan {
        points = List.copyOf(points);
    }

    /** Whether arguments of {@code cria run} ask for a sweep. */
    public static boolean isAsked(List<String> arguments) {
        return SweepArguments.isSweep(arguments);
    }

    /**
     * The plan of a recipe with such arguments. Writes nothing.
     *
     * @throws UserException if the recipe with any of the values is wrong, or the folder is
     *     another's
     */
    public static SweepPlan of(Path file, List<String> arguments) {
        List<Map<String, String>> combinations = SweepArguments.combinations(arguments);
        Path folder =
                RecipeReader.read(file, SweepArguments.chosen(arguments, combinations.get(0)))
                        .outputDir();
        requireFits(folder);
        List<SweepPoint> points = new ArrayList<>();
        Set<String> labels = new HashSet<>(Set.of(SHARED, SweepFolder.RECIPES));
        for (Map<String, String> combination : combinations) {
            String label = label(combination, labels);
            List<String> chosen = SweepArguments.chosen(arguments, combination);
            chosen.add("output_dir=" + folder.resolve(label));
            points.add(new SweepPoint(label, combination, RecipeReader.read(file, chosen)));
        }
        return sharing(folder, points);
    }

    /** What is odd about the recipe with any of the values. */
    public List<String> warnings() {
        return points.stream()
                .flatMap(point -> point.recipe().warnings().stream())
                .distinct()
                .toList();
    }

    /** What is run, for people. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append("%d runs into %s%n".formatted(points.size(), folder));
        points.forEach(point -> text.append("  %s%n".formatted(point.label())));
        if (shared != null) {
            List<String> names = shared.stages().stream().map(Stage::name).toList();
            text.append("run once for all: %s%n".formatted(String.join(", ", names)));
        }
        return text.toString();
    }

    private static SweepPlan sharing(Path folder, List<SweepPoint> points) {
        Path place = folder.resolve(SHARED);
        int common = common(place, points);
        if (common == 0) {
            return new SweepPlan(folder, null, points);
        }
        Recipe first = points.get(0).recipe();
        List<Stage> before = first.stages().subList(0, common);
        Relocation whole = new Relocation(first.outputDir(), place);
        Recipe shared = first.with(place, before.stream().map(whole::of).toList());
        List<SweepPoint> rest = new ArrayList<>();
        for (SweepPoint point : points) {
            List<Stage> stages =
                    point.recipe().stages().subList(common, point.recipe().stages().size());
            for (Stage stage : before) {
                for (String part : List.of(stage.name(), "checkpoints/" + stage.name())) {
                    Relocation moved =
                            new Relocation(
                                    point.recipe().outputDir().resolve(part), place.resolve(part));
                    stages = stages.stream().map(moved::of).toList();
                }
            }
            Recipe recipe = point.recipe().with(point.recipe().outputDir(), stages);
            rest.add(new SweepPoint(point.label(), point.chosen(), recipe));
        }
        return new SweepPlan(folder, shared, rest);
    }

    /** How many stages at the beginning are the same in all runs but for the folder. */
    private static int common(Path place, List<SweepPoint> points) {
        List<Recipe> recipes = points.stream().map(SweepPoint::recipe).toList();
        Recipe first = recipes.get(0);
        boolean sameSeed =
                recipes.stream()
                        .allMatch(r -> r.seed() == first.seed() && r.threads() == first.threads());
        int common = 0;
        while (sameSeed && common < first.stages().size() - 1 && same(place, recipes, common)) {
            common++;
        }
        return common;
    }

    private static boolean same(Path place, List<Recipe> recipes, int stage) {
        return recipes.stream()
                        .map(r -> new Relocation(r.outputDir(), place).of(r.stages().get(stage)))
                        .distinct()
                        .count()
                == 1;
    }

    private static String label(Map<String, String> combination, Set<String> taken) {
        String plain =
                combination.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining(","))
                        .replaceAll("[^A-Za-z0-9._=,+-]", "_");
        String cut = plain.substring(0, Math.min(LONGEST_LABEL, plain.length()));
        String label = cut;
        for (int i = 2; !taken.add(label); i++) {
            label = cut + "-" + i;
        }
        return label;
    }

    private static void requireFits(Path folder) {
        if (RunFolder.isOne(folder)) {
            throw new UserException(
                    folder + ": is the folder of a single run; set another output_dir for a sweep");
        }
        if (!Files.isDirectory(folder) || Files.isDirectory(folder.resolve(SweepFolder.RECIPES))) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new UserException(
                        folder
                                + ": is not the folder of a sweep and not empty; set another output_dir");
            }
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
