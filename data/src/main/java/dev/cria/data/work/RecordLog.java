package dev.cria.data.work;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The pieces of work in a folder that are done, in their order. One counts from the moment that its
 * record is on the disk, which is after all of its files; what is there without a record, or not as
 * the record has it, is deleted and done again.
 *
 * @param <R> a record, as JSON
 */
public final class RecordLog<R> {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final List<R> records = new ArrayList<>();

    private RecordLog(Path folder) {
        this.folder = folder;
    }

    /** A file as it was written. */
    public record WrittenFile(long bytes, String sha256) {

        private boolean isAt(Path path) {
            try {
                return Files.isRegularFile(path)
                        && Files.size(path) == bytes
                        && Sha256.of(path).equals(sha256);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** How records tell of files. */
    public interface FilesOf<R> {

        /** The files of a piece by their names in the folder. */
        Map<String, WrittenFile> files(int number, R entry);
    }

    /** Finds what is done, and deletes everything else. */
    public static <R> RecordLog<R> open(Path folder, Class<R> type, FilesOf<R> filesOf)
            throws IOException {
        RecordLog<R> log = new RecordLog<>(folder);
        DurableFiles.secureFolder(Storage.disk(), folder);
        List<R> recorded = new ArrayList<>();
        for (R entry = log.read(0, type); entry != null; entry = log.read(recorded.size(), type)) {
            recorded.add(entry);
        }
        List<Map<String, WrittenFile>> files =
                IntStream.range(0, recorded.size())
                        .mapToObj(i -> filesOf.files(i, recorded.get(i)))
                        .toList();
        List<Boolean> whole = files.parallelStream().map(log::areThere).toList();
        Set<String> known = new HashSet<>();
        for (int i = 0; i < recorded.size() && whole.get(i); i++) {
            log.records.add(recorded.get(i));
            known.add(recordName(i));
            known.addAll(files.get(i).keySet());
        }
        for (String name : Storage.disk().list(folder)) {
            if (!known.contains(name)) {
                Storage.disk().delete(folder.resolve(name));
            }
        }
        return log;
    }

    /** What others have done, whose records are elsewhere. */
    public static <R> RecordLog<R> of(Path folder, List<R> records) {
        RecordLog<R> log = new RecordLog<>(folder);
        log.records.addAll(records);
        return log;
    }

    /** Null where there is no record, or none that can be read. */
    private R read(int number, Class<R> type) {
        Path file = folder.resolve(recordName(number));
        try {
            return Files.isRegularFile(file) ? JSON.readValue(file.toFile(), type) : null;
        } catch (IOException damaged) {
            return null;
        }
    }

    private boolean areThere(Map<String, WrittenFile> files) {
        return files.entrySet().stream()
                .allMatch(file -> file.getValue().isAt(folder.resolve(file.getKey())));
    }

    /** Makes the next piece count, whose files are forced to disk. */
    public synchronized void add(R entry) throws IOException {
        DurableFiles.writeFile(
                folder.resolve(recordName(records.size())), JSON.writeValueAsBytes(entry));
        records.add(entry);
    }

    /** All that are done. */
    public synchronized List<R> records() {
        return List.copyOf(records);
    }

    /** How many are done. */
    public synchronized int size() {
        return records.size();
    }

    /** Where the files lie. */
    public Path folder() {
        return folder;
    }

    private static String recordName(int number) {
        return "%06d.json".formatted(number);
    }
}
