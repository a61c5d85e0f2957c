package dev.cria.recipes.job.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cria.checkpoints.UserException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CurateJobTest {

    private static final Path RUN = Path.of("corpus/runs/one");

    @Test
    void aFolderThatHoldsTheRunIsNoInput() {
        for (String input : List.of("corpus", "./corpus/runs", "corpus/runs/one")) {
            UserException error =
                    assertThrows(
                            UserException.class,
                            () -> Curation.requireApart(List.of(Path.of(input)), RUN));
            assertEquals(
                    "curate.inputs: %s holds the run's own folder corpus/runs/one; set output_dir to a folder outside of it"
                            .formatted(Path.of(input)),
                    error.getMessage());
        }
    }

    @Test
    void whatAnEarlierStageWroteAndFoldersBesideAreInputs() {
        List<String> inputs = List.of("corpus/runs/one/curate", "corpus/runs/o", "corpus/texts");
        Curation.requireApart(inputs.stream().map(Path::of).toList(), RUN);
    }
}
