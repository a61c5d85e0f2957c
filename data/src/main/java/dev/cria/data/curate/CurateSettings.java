package dev.cria.data.curate;

import dev.cria.checkpoints.UserException;
import dev.cria.data.source.Columns;
import java.nio.file.Path;
import java.util.List;

/**
 * What to curate and how.
 *
 * @param inputs files or folders; see {@link dev.cria.data.source.SourceFormat}
 * @param columns which fields hold what
 * @param output a folder that does not exist yet or is empty
 * @param work a folder for what a run that is killed goes on from; deleted at the end; on the disk
 *     of the output
 * @param steps in the order in which they are applied
 * @param format of the documents that are kept
 * @param badRowLimit how many unreadable rows to leave out before giving up
 * @param keepDropped whether to write dropped documents, with their reasons
 * @param threads how many work on documents
 * @param sizes of units and batches
 */
public record CurateSettings(
        List<Path> inputs,
        Columns columns,
        Path output,
        Path work,
        List<ChosenStep> steps,
        OutputFormat format,
        long badRowLimit,
        boolean keepDropped,
        int threads,
        Sizes sizes) {

    /** Copies the lists. */
    public CurateSettings {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
        if (inputs.isEmpty()) {
            throw new UserException("curate: no inputs; name at least one file or folder");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads);
        }
    }

    /** Parquet with all processors, up to 100 bad rows. */
    public static CurateSettings of(List<Path> inputs, Path output, List<ChosenStep> steps) {
        return new CurateSettings(
                inputs,
                Columns.DEFAULT,
                output,
                output.resolveSibling(output.getFileName() + ".work"),
                steps,
                OutputFormat.PARQUET,
                100,
                false,
                Runtime.getRuntime().availableProcessors(),
                Sizes.DEFAULT);
    }
}
