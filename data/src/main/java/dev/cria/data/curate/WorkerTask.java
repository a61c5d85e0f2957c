package dev.cria.data.curate;

import dev.cria.data.source.SourceFile;
import java.nio.file.Path;
import java.util.List;

/**
 * What a worker is asked to do: some files of a pass.
 *
 * @param readsFirst whether the passes begin with one that only reads; see {@link WorkerPasses}
 * @param inputs consecutive files of the pass
 * @param arePartsOfARun whether they are parts that a pass has written: each becomes a unit then
 * @param firstOrdinal number of the first document among all of the pass
 */
record WorkerTask(
        boolean readsFirst,
        int pass,
        List<Input> inputs,
        boolean arePartsOfARun,
        long firstOrdinal) {

    /** A file by its path and name. */
    record Input(String path, String name) {

        static Input of(SourceFile file) {
            return new Input(file.path().toAbsolutePath().toString(), file.name());
        }

        SourceFile file() {
            return new SourceFile(Path.of(path), name);
        }
    }

    List<SourceFile> files() {
        return inputs.stream().map(Input::file).toList();
    }

    /**
     * What came of it.
     *
     * @param problem a user's mistake that ends the run; empty for none
     * @param folder of the files
     * @param units in their order
     */
    record Answer(String problem, String folder, List<UnitRecord> units) {}
}
