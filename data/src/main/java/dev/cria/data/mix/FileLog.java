package dev.cria.data.mix;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.data.shard.PackedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The files of packed rows in a folder that are done, in their order. One counts from the moment
 * that its record is on the disk, which is after itself; what is there without a record, or not as
 * its record has it, is deleted and made again.
 */
final class FileLog {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * A file.
     *
     * @param content null where there is nothing to write
     * @param facts what else is known; null where nothing is
     */
    record Entry(PackedFile.Content content, UnitFacts facts) {}

    private FileLog(Path folder) {
        this.folder = folder;
    }

    /** Finds what is done, and deletes everything else. */
    static FileLog open(Path folder) throws IOException {
        FileLog log = new FileLog(folder);
        DurableFiles.secureFolder(Storage.disk(), folder);
        List<Entry> recorded = new ArrayList<>();
        for (Entry entry = log.recorded(0); entry != null; entry = log.recorded(recorded.size())) {
            recorded.add(entry);
        }
        List<Boolean> whole =
                IntStream.range(0, recorded.size())
                        .parallel()
                        .mapToObj(i -> log.isWhole(i, recorded.get(i).content()))
                        .toList();
        Set<String> known = new HashSet<>();
        for (int i = 0; i < recorded.size() && whole.get(i); i++) {
            log.entries.add(recorded.get(i));
            known.add(fileName(i));
            known.add(recordName(i));
        }
        for (String name : Storage.disk().list(folder)) {
            if (!known.contains(name)) {
                Storage.disk().delete(folder.resolve(name));
            }
        }
        return log;
    }

    /** Null where there is no record, or none that can be read. */
    private Entry recorded(int number) {
        Path file = folder.resolve(recordName(number));
        try {
            return Files.isRegularFile(file) ? JSON.readValue(file.toFile(), Entry.class) : null;
        } catch (IOException damaged) {
            return null;
        }
    }

    private boolean isWhole(int number, PackedFile.Content content) {
        try {
            return content == null
                    || (Files.isRegularFile(file(number))
                            && Files.size(file(number)) == content.bytes()
                            && Sha256.of(file(number)).equals(content.sha256()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the next file count, which is forced to disk. */
    synchronized void add(Entry entry) throws IOException {
        DurableFiles.writeFile(
                folder.resolve(recordName(entries.size())), JSON.writeValueAsBytes(entry));
        entries.add(entry);
    }

    /** Where a file is. */
    Path file(int number) {
        return folder.resolve(fileName(number));
    }

    /** All that are done. */
    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** How many are done. */
    synchronized int size() {
        return entries.size();
    }

    /** What is known of all of them together; null where there are none. */
    synchronized UnitFacts facts() {
        return entries.stream().map(Entry::facts).reduce(UnitFacts::plus).orElse(null);
    }

    static String fileName(int number) {
        return "%06d.arrow".formatted(number);
    }

    private static String recordName(int number) {
        return "%06d.json".formatted(number);
    }
}
