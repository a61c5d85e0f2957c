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
 * @param tracking who gets the figures of each step
 */
record Top(
        String name, Path outputDir, long seed, int threads, Recovery recovery, Tracking tracking) {

    /** Names of the keys. */
    static final List<String> KEYS = TopKeys.NAMES;

    /** One element of a path, in any language. */
    private static final Pattern NAME_OF_A_FOLDER =
            Pattern.compile("(?!\\.{1,2}$)[^/\\\\\\p{Cntrl}]+");

    static Top read(Path file, Map<String, Given> given, Problems problems) {
        String name = text(given, "name", fileName(file), problems);
        return new Top(
                name,
                folder(file, given, name, problems),
                whole(given, "seed", problems),
                (int) whole(given, "threads", problems),
                recovery(given, problems),
                Tracking.read(given, System::getenv, Place.startOf(file), problems));
    }

    private static Recovery recovery(Map<String, Given> given, Problems problems) {
        return new Recovery(
                (int) whole(given, "restarts", problems),
                (int) whole(given, "restart_backoff", problems),
                (int) whole(given, "restart_backoff_max", problems),
                (int) whole(given, "restarts_without_progress", problems),
                (int) whole(given, "hang_timeout", problems),
                (int) whole(given, "hang_factor", problems),
                (int) whole(given, "first_step_timeout", problems));
    }

    /** The run folder that these keys give. */
    static Path outputDir(Path file, Map<String, Given> given) {
        Problems told = new Problems();
        return folder(file, given, text(given, "name", fileName(file), told), told);
    }

    /** What a key is where it is not given. */
    static String initial(Path file, String key) {
        return key.equals("name")
                ? fileName(file)
                : TopKeys.ALL.get(KEYS.indexOf(key)).initial().toString();
    }

    private static String fileName(Path file) {
        return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    }

    private static String text(
            Map<String, Given> given, String key, String otherwise, Problems problems) {
        Given value = given.get(key);
        if (value == null || value.value() == null) {
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

    private static long whole(Map<String, Given> given, String name, Problems problems) {
        Key key = TopKeys.ALL.get(KEYS.indexOf(name));
        long otherwise = (Long) key.initial();
        String text = text(given, name, Long.toString(otherwise), problems);
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > key.max()) {
            problems.add(
                    given.get(name).place(),
                    "%s: expected a whole number from 0 to %s, found '%s'"
                            .formatted(name, Numbers.show(key.max()), text));
            return otherwise;
        }
        return Long.parseLong(text);
    }
}
