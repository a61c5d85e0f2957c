package dev.cria.recipes.recipe;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The keys of a recipe as a whole.
 *
 * @param outputDir the run folder; relative to where the command runs
 * @param seed every random number derives from it
 * @param threads CPU threads; 0 for all
 * @param recovery what is done when the run dies or hangs
 */
record Top(String name, Path outputDir, long seed, int threads, Recovery recovery) {

    /** In the order in which they are written out. */
    static final List<String> KEYS =
            List.of(
                    "name",
                    "output_dir",
                    "seed",
                    "threads",
                    "restarts",
                    "restart_backoff",
                    "restart_backoff_max",
                    "restarts_without_progress",
                    "hang_timeout",
                    "hang_factor",
                    "first_step_timeout");

    /** One element of a path, in any language. */
    private static final Pattern NAME_OF_A_FOLDER =
            Pattern.compile("(?!\\.{1,2}$)[^/\\\\\\p{Cntrl}]+");

    private static final long DEFAULT_SEED = 42;
    private static final int MAX_THREADS = 4096;
    private static final int MOST = 1_000_000;

    static Top read(Path file, Map<String, Given> given, Problems problems) {
        String base = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        String name = text(given, "name", base, problems);
        return new Top(
                name,
                folder(file, given, name, problems),
                whole(given, "seed", DEFAULT_SEED, Integer.MAX_VALUE, problems),
                (int) whole(given, "threads", 0, MAX_THREADS, problems),
                recovery(given, problems));
    }

    private static Recovery recovery(Map<String, Given> given, Problems problems) {
        Recovery usual = Recovery.DEFAULT;
        return new Recovery(
                (int) whole(given, "restarts", usual.restarts(), MOST, problems),
                (int) whole(given, "restart_backoff", usual.backoff(), MOST, problems),
                (int) whole(given, "restart_backoff_max", usual.maxBackoff(), MOST, problems),
                (int) whole(given, "restarts_without_progress", usual.fruitless(), MOST, problems),
                (int) whole(given, "hang_timeout", usual.hangTimeout(), MOST, problems),
                (int) whole(given, "hang_factor", usual.hangFactor(), MOST, problems),
                (int) whole(given, "first_step_timeout", usual.firstStepTimeout(), MOST, problems));
    }

    private static String text(
            Map<String, Given> given, String key, String otherwise, Problems problems) {
        Given value = given.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value.value() instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        problems.add(value.place(), key + ": expected a text");
        return otherwise;
    }

    private static Path folder(
            Path file, Map<String, Given> given, String name, Problems problems) {
        boolean isGiven = given.containsKey("output_dir");
        String key = isGiven ? "output_dir" : "name";
        Place place = given.containsKey(key) ? given.get(key).place() : Place.startOf(file);
        Path runs = Path.of("runs").toAbsolutePath();
        if (!isGiven && !NAME_OF_A_FOLDER.matcher(name).matches()) {
            problems.add(
                    place,
                    "name: '%s' cannot name the run's folder in runs; take '/', '\\' and control characters out, or give output_dir"
                            .formatted(name));
            return runs;
        }
        try {
            return isGiven
                    ? Path.of(text(given, key, name, problems)).toAbsolutePath().normalize()
                    : runs.resolve(name);
        } catch (InvalidPathException e) {
            problems.add(place, key + ": not a path: " + e.getReason());
            return runs;
        }
    }

    private static long whole(
            Map<String, Given> given, String key, long otherwise, long max, Problems problems) {
        String text = text(given, key, Long.toString(otherwise), problems);
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > max) {
            problems.add(
                    given.get(key).place(),
                    "%s: expected a whole number from 0 to %d, found '%s'"
                            .formatted(key, max, text));
            return otherwise;
        }
        return Long.parseLong(text);
    }
}
