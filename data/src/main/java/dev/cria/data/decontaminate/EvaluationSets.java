package dev.cria.data.decontaminate;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What models are tested with.
 *
 * @param names of the sets: of their files or folders, without what follows the first dot
 */
record EvaluationSets(List<String> names, GramIndex index) {

    /**
     * Reads sets.
     *
     * @param fields with text; none for all
     * @param allowed texts whose sequences are left out
     * @throws UserException where a set cannot be read or has nothing to compare
     */
    static EvaluationSets read(
            List<Path> paths,
            List<String> fields,
            List<String> allowed,
            int shortest,
            int longest) {
        GramIndex index = new GramIndex(shortest, longest);
        List<String> names = new ArrayList<>();
        for (Path path : paths) {
            int set = names.size();
            names.add(name(path, names));
            long sequences = 0;
            for (Path file : files(path)) {
                for (String text : EvaluationFile.texts(file, fields)) {
                    sequences += index.add(text, set);
                }
            }
            if (sequences == 0) {
                throw new UserException(
                        path
                                + ": no text of at least "
                                + shortest
                                + " words was found in it"
                                + (fields.isEmpty() ? "" : ", in the fields " + fields)
                                + "; is it an evaluation set, of jsonl, csv, tsv, parquet or txt?");
            }
        }
        allowed.forEach(index::remove);
        return new EvaluationSets(List.copyOf(names), index);
    }

    private static String name(Path path, List<String> taken) {
        String file = path.toAbsolutePath().normalize().getFileName().toString();
        String name = file.indexOf('.') > 0 ? file.substring(0, file.indexOf('.')) : file;
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    private static List<Path> files(Path path) {
        if (!Files.exists(path)) {
            throw new UserException(path + ": there is no such evaluation set");
        }
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.equals(path) || EvaluationFile.isReadable(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserException(path + ": cannot be read: " + e, e);
        }
    }
}
