package dev.cria.data.curate;

import dev.cria.data.pipeline.CurateStep;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.source.SourceFile;
import java.io.IOException;
import java.util.List;

/** Runs passes with threads of this process. */
record LocalPasses(CurateSettings settings, CurateProgress progress) implements PassRunner {

    @Override
    public List<Pass> passes(List<Pass.Named<CurateStep>> steps, List<SourceFile> files) {
        return Pass.of(steps);
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public Journal run(Pass pass, List<SourceFile> inputs, Journal before)
            throws IOException, InterruptedException {
        Journal journal = Journal.open(Journal.folder(settings, pass));
        if (!journal.isComplete()) {
            try (Decisions decisions = decisions(pass, before);
                    PassRun run =
                            new PassRun(
                                    settings, pass, journal, inputs, before, decisions, progress)) {
                run.run();
            }
        }
        return journal;
    }

    private Decisions decisions(Pass pass, Journal before)
            throws IOException, InterruptedException {
        return pass.decides() == null
                ? null
                : Settling.of(settings, pass).decisions(before, progress);
    }
}
