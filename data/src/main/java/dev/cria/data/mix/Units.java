package dev.cria.data.mix;

import dev.cria.data.shard.PackedFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files of tokenised documents, mapped when they are asked for. */
final class Units {

    private static final int MOST_MAPPED = 1024;

    private final FileLog log;
    private final List<FileLog.Entry> entries;
    private final Map<Integer, PackedFile> mapped =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, PackedFile> eldest) {
                    return size() > MOST_MAPPED;
                }
            };

    Units(FileLog log) {
        this.log = log;
        entries = log.entries();
    }

    int size() {
        return entries.size();
    }

    /** What a unit has of a source. */
    SourceCount count(int unit, int source) {
        return entries.get(unit).facts().sources().get(source);
    }

    synchronized PackedFile file(int unit) {
        return mapped.computeIfAbsent(unit, u -> PackedFile.open(log.file(u)));
    }
}
