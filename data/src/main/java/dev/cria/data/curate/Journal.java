package dev.cria.data.curate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The units of a pass that are done, in their order. A unit counts from the moment that its record
 * is on the disk, which is after all of its files; what is there without a record, or not as the
 * record has it, is deleted and done again.
 */
final class Journal {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final List<UnitRecord> records = new ArrayList<>();

    private Journal(Path folder) {
        this.folder = folder;
    }

    /** Finds what is done, and deletes everything else. */
    static Journal open(Path folder) throws IOException {
        Journal journal = new Journal(folder);
        DurableFiles.secureFolder(Storage.disk(), folder);
        Set<String> known = new HashSet<>();
        for (int unit = 0; !journal.isComplete() && journal.addIfWhole(unit); unit++) {
            known.add(recordName(unit));
            known.addAll(journal.records.get(unit).files().keySet());
        }
        for (String name : Storage.disk().list(folder)) {
            if (!known.contains(name)) {
                Storage.disk().delete(folder.resolve(name));
            }
        }
        return journal;
    }

    /** Units that others have done, all of a pass. */
    static Journal of(Path folder, List<UnitRecord> records) {
        Journal journal = new Journal(folder);
        journal.records.addAll(records);
        return journal;
    }

    private boolean addIfWhole(int unit) throws IOException {
        Path file = folder.resolve(recordName(unit));
        if (!Files.isRegularFile(file)) {
            return false;
        }
        UnitRecord entry;
        try {
            entry = JSON.readValue(file.toFile(), UnitRecord.class);
        } catch (IOException damaged) {
            return false;
        }
        for (Map.Entry<String, UnitRecord.PartFile> part : entry.files().entrySet()) {
            Path path = folder.resolve(part.getKey());
            if (!Files.isRegularFile(path)
                    || Files.size(path) != part.getValue().bytes()
                    || !Sha256.of(path).equals(part.getValue().sha256())) {
                return false;
            }
        }
        records.add(entry);
        return true;
    }

    /** Makes a unit count whose files are forced to disk. */
    synchronized void add(UnitRecord entry) throws IOException {
        DurableFiles.writeFile(
                folder.resolve(recordName(entry.unit())), JSON.writeValueAsBytes(entry));
        records.add(entry);
    }

    /** All that are done. */
    synchronized List<UnitRecord> records() {
        return List.copyOf(records);
    }

    /** Whether the last unit is among them. */
    synchronized boolean isComplete() {
        return !records.isEmpty() && records.get(records.size() - 1).isLast();
    }

    /** Where the next unit begins. */
    synchronized Position end() {
        return records.isEmpty() ? Position.START : records.get(records.size() - 1).end();
    }

    /** Everything that the units have counted; null where there is none. */
    synchronized Tally tally() {
        return records.stream().map(UnitRecord::tally).reduce(Tally::plus).orElse(null);
    }

    /** Where the documents of a pass lie. */
    static Path folder(CurateSettings settings, Pass pass) {
        return settings.work().resolve("pass-" + pass.number());
    }

    Path folder() {
        return folder;
    }

    private static String recordName(int unit) {
        return "%06d.json".formatted(unit);
    }
}
