package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrackingTest {

    @TempDir Path folder;
    private Written written;

    @BeforeEach
    void inputs() {
        written = new Written(folder).withInputs();
    }

    private Tracking read(String... overrides) {
        return written.read(Written.SFT, overrides).tracking();
    }

    private String problem(String... overrides) {
        List<String> problems = written.problems(Written.SFT, overrides);
        assertEquals(1, problems.size(), problems::toString);
        return problems.get(0);
    }

    @Test
    void filesAreWrittenWithoutAWord() {
        assertEquals(Tracking.DEFAULT, read());
        assertEquals(List.of("tensorboard", "csv"), read().reportTo());
    }

    @Test
    void oneWordOrSeveralOrNone() {
        assertEquals(List.of("csv"), read("report_to=csv").reportTo());
        assertEquals(
                List.of("csv", "tensorboard"), read("report_to=[csv, tensorboard]").reportTo());
        assertEquals(List.of(), read("report_to=none").reportTo());
    }

    @Test
    void anUnknownWordIsNamed() {
        String problem = problem("report_to=[csv, tensorbord]");
        assertTrue(
                problem.endsWith(
                        "report_to: expected some of none, tensorboard, csv, mlflow, found 'tensorbord'; did you mean 'tensorboard'?"),
                problem);
    }

    @Test
    void noneStandsAlone() {
        assertTrue(problem("report_to=[none, csv]").endsWith("report_to: 'none' stands alone"));
    }

    @Test
    void mlflowNeedsAnAddressWithoutAPassword() {
        if (System.getenv("MLFLOW_TRACKING_URI") == null) {
            assertTrue(problem("report_to=mlflow").contains("set mlflow_tracking_uri"));
        }
        assertTrue(
                problem("report_to=mlflow", "mlflow_tracking_uri=localhost:5000")
                        .contains("expected an address such as http://127.0.0.1:5000"));
        assertTrue(
                problem("report_to=mlflow", "mlflow_tracking_uri=http://me:pw@host:5000")
                        .contains("MLFLOW_TRACKING_PASSWORD"));
        Tracking sound = read("report_to=mlflow", "mlflow_tracking_uri=https://host/mlflow");
        assertEquals("https://host/mlflow", sound.server(name -> "unused").toString());
        assertEquals("run", sound.experiment("run"));
    }

    @Test
    void itIsWrittenOutAndReadAgain() {
        for (String asked : List.of("none", "[mlflow, csv]", "tensorboard")) {
            Recipe recipe =
                    written.read(
                            Written.SFT,
                            "report_to=" + asked,
                            "mlflow_tracking_uri=http://host",
                            "mlflow_experiment=x");
            Path resolved = written.file("elsewhere/r.yaml", ResolvedRecipe.yaml(recipe));
            assertEquals(recipe, RecipeReader.read(resolved, List.of()));
        }
    }
}
