package dev.cria.data.evaluation;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a task as they lie on disk.
 *
 * @param test by group
 * @param fewShot by group; under the empty name those for all groups
 */
record TaskFiles(
        Path folder,
        TaskForm form,
        SortedMap<String, List<Path>> test,
        Map<String, List<Path>> fewShot) {

    /** Beside folders of groups, the hub has one with all of them. */
    private static final String GROUP = "(?!all/)(?<group>[^/]+)";

    private static final int DEPTH = 6;
    private static final int MOST_FILES = 100_000;

    /**
     * Looks for a task's files: in folders of its names, in the hub's cache of downloads, and in
     * the folder itself.
     *
     * @throws UserException if there are none
     */
    static TaskFiles find(TaskDefinition task, Path data) {
        List<Path> places = places(task, data);
        for (Path place : places) {
            List<Path> files = files(place);
            for (TaskForm form : task.forms()) {
                SortedMap<String, List<Path>> test = matching(place, files, form.test());
                if (!test.isEmpty()) {
                    Map<String, List<Path>> fewShot =
                            form.fewShot().isEmpty()
                                    ? Map.of()
                                    : matching(place, files, form.fewShot());
                    return new TaskFiles(place, form, test, fewShot);
                }
            }
        }
        throw new UserException(
                "task %s: found no files of it under %s; expected %s in a folder named %s"
                        .formatted(
                                task.name(),
                                data,
                                String.join(
                                        " or ", task.forms().stream().map(TaskForm::test).toList()),
                                String.join(" or ", task.folders())));
    }

    private static List<Path> places(TaskDefinition task, Path data) {
        List<Path> places = new ArrayList<>();
        for (String name : task.folders()) {
            places.add(data.resolve(name));
            Path snapshots =
                    data.resolve("datasets--" + name.replace("/", "--")).resolve("snapshots");
            if (Files.isDirectory(snapshots)) {
                try (Stream<Path> all = Files.list(snapshots)) {
                    all.sorted(Comparator.reverseOrder()).forEach(places::add);
                } catch (IOException e) {
                    throw new UserException(snapshots + ": cannot be read: " + e, e);
                }
            }
        }
        places.add(data);
        return places.stream().filter(Files::isDirectory).toList();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder, DEPTH)) {
            List<Path> files =
                    all.filter(Files::isRegularFile).limit(MOST_FILES + 1L).sorted().toList();
            return files.size() > MOST_FILES ? List.of() : files;
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be read: " + e, e);
        }
    }

    private static SortedMap<String, List<Path>> matching(
            Path folder, List<Path> files, String path) {
        Pattern pattern = pattern(path);
        boolean grouped = path.contains("{group}");
        SortedMap<String, List<Path>> found = new TreeMap<>();
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            Matcher matcher = pattern.matcher(name);
            if (matcher.matches()) {
                String group = grouped ? matcher.group("group") : "";
                found.computeIfAbsent(group, key -> new ArrayList<>()).add(file);
            }
        }
        return found;
    }

    private static Pattern pattern(String path) {
        StringBuilder regex = new StringBuilder();
        for (String part : path.split("(?=\\{group\\}|\\*)|(?<=\\{group\\}|\\*)", -1)) {
            regex.append(
                    switch (part) {
                        case "{group}" -> GROUP;
                        case "*" -> "[^/]*";
                        default -> Pattern.quote(part);
                    });
        }
        return Pattern.compile(regex.toString());
    }
}
