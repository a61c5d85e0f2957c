package dev.cria.data.curate;

import dev.cria.data.work.RecordLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The units of a pass that are done, in their order. */
final class Journal {

    private final RecordLog<UnitRecord> log;

    private Journal(RecordLog<UnitRecord> log) {
        this.log = log;
    }

    /** Finds what is done, and deletes everything else. */
    static Journal open(Path folder) throws IOException {
        return new Journal(
                RecordLog.open(folder, UnitRecord.class, (number, unit) -> unit.files()));
    }

    /** Units that others have done, all of a pass. */
    static Journal of(Path folder, List<UnitRecord> records) {
        return new Journal(RecordLog.of(folder, records));
    }

    /** Makes the next unit count whose files are forced to disk. */
    void add(UnitRecord entry) throws IOException {
        log.add(entry);
    }

    /** All that are done. */
    List<UnitRecord> records() {
        return log.records();
    }

    /** Whether the last unit is among them. */
    boolean isComplete() {
        List<UnitRecord> records = records();
        return !records.isEmpty() && records.get(records.size() - 1).isLast();
    }

    /** Where the next unit begins. */
    Position end() {
        List<UnitRecord> records = records();
        return records.isEmpty() ? Position.START : records.get(records.size() - 1).end();
    }

    /** Everything that the units have counted; null where there is none. */
    Tally tally() {
        return records().stream().map(UnitRecord::tally).reduce(Tally::plus).orElse(null);
    }

    /** Where the documents of a pass lie. */
    static Path folder(CurateSettings settings, Pass pass) {
        return settings.work().resolve("pass-" + pass.number());
    }

    Path folder() {
        return log.folder();
    }
}
