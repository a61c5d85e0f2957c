package dev.cria.data.curate;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cria.data.work.RecordLog.WrittenFile;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a unit once it is done: all of its files are on the disk.
 *
 * @param end where the next one begins
 * @param isLast whether there is no next one
 * @param files by their names within the folder of the pass
 */
record UnitRecord(
        int unit,
        Position end,
        @JsonProperty("last") boolean isLast,
        Tally tally,
        SortedMap<String, WrittenFile> files) {

    /** The same under another number. */
    UnitRecord withNumber(int number) {
        TreeMap<String, WrittenFile> renamed = new TreeMap<>();
        files.forEach((name, file) -> renamed.put(UnitFiles.renamed(name, number), file));
        return new UnitRecord(number, end, false, tally, renamed);
    }

    /** The same as the last one of its pass. */
    UnitRecord asLast() {
        return new UnitRecord(unit, end, true, tally, files);
    }
}
