package dev.cria.data.mix;

import dev.cria.data.shard.PackedFile;
import dev.cria.data.work.RecordLog;
import dev.cria.data.work.RecordLog.WrittenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The files of packed rows in a folder that are done, in their order. */
final class FileLog {

    private final RecordLog<Entry> log;

    /**
     * A file.
     *
     * @param content null where there is nothing to write
     * @param facts what else is known; null where nothing is
     */
    record Entry(PackedFile.Content content, UnitFacts facts) {

        private Map<String, WrittenFile> files(int number) {
            return content == null
                    ? Map.of()
                    : Map.of(fileName(number), new WrittenFile(content.bytes(), content.sha256()));
        }
    }

    private FileLog(RecordLog<Entry> log) {
        this.log = log;
    }

    /** Finds what is done, and deletes everything else. */
    static FileLog open(Path folder) throws IOException {
        return new FileLog(
                RecordLog.open(folder, Entry.class, (number, entry) -> entry.files(number)));
    }

    /** Makes the next file count, which is forced to disk. */
    void add(Entry entry) throws IOException {
        log.add(entry);
    }

    /** Where a file is. */
    Path file(int number) {
        return log.folder().resolve(fileName(number));
    }

    /** All that are done. */
    List<Entry> entries() {
        return log.records();
    }

    /** How many are done. */
    int size() {
        return log.size();
    }

    /** What is known of all of them together; null where there are none. */
    UnitFacts facts() {
        return entries().stream().map(Entry::facts).reduce(UnitFacts::plus).orElse(null);
    }

    static String fileName(int number) {
        return "%06d.arrow".formatted(number);
    }
}
