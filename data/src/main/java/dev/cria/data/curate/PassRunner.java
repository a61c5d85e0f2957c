package dev.cria.data.curate;

import dev.cria.data.pipeline.CurateStep;
import dev.cria.data.source.SourceFile;
import java.io.IOException;
import java.util.List;

/** Runs passes over documents, one after another. */
interface PassRunner {

    /** The passes that steps take. */
    List<Pass> passes(List<Pass.Named<CurateStep>> steps, List<SourceFile> files);

    /** Whether what an earlier run of the same request has left in the work folder is of use. */
    boolean goesOn();

    /**
     * Runs a pass to its end.
     *
     * @param inputs files of the pass: those of the user, or the parts of the pass before
     * @param before the pass before; null in the first one
     */
    Journal run(Pass pass, List<SourceFile> inputs, Journal before)
            throws IOException, InterruptedException;
}
