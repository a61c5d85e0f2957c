package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages that are repeated. */
final class RoundsTest {

    private static final String TWO =
            """
            output_dir: %s/run
            stages:
              - rounds: 2
                start: base
                result: "${output_dir}/tuned-${round}/model"
                stages:
                  - stage: sft
                    name: tuned
                    finetuning_type: full
                    model: {model_name_or_path: "${start}"}
                    data: {datasets: ["chat-${round}.jsonl"]}
                  - stage: export
                    model: {model_name_or_path: "${output_dir}/tuned-${round}/model"}
                    export: {formats: [hf]}
              - stage: export
                name: last
                model: {model_name_or_path: "${result}"}
                export: {formats: [hf]}
            """;

    @TempDir Path folder;
    private Written written;

    @BeforeEach
    void inputs() {
        written = new Written(folder).withInputs();
        for (int round = 1; round <= 3; round++) {
            written.file("chat-" + round + ".jsonl", "{}\n");
        }
    }

    @Test
    void eachRoundBeginsWithWhatTheOneBeforeItEndedWith() {
        List<Stage> stages = written.read(TWO).stages();
        assertEquals(
                List.of("tuned-1", "export-1", "tuned-2", "export-2", "last"),
                stages.stream().map(Stage::name).toList());
        assertEquals(List.of(1, 1, 2, 2, 0), stages.stream().map(Stage::round).toList());
        assertEquals(folder.resolve("base"), stages.get(0).path("model_name_or_path"));
        Path run = folder.resolve("run");
        assertEquals(
                run.resolve("tuned-1/model"), stages.get(2).path("model_name_or_path"), "start");
        assertEquals(
                run.resolve("tuned-2/model"), stages.get(4).path("model_name_or_path"), "result");
        assertEquals(
                List.of(folder + "/chat-2.jsonl"),
                stages.get(2).datasets("datasets").get(0).paths());
    }

    @Test
    void theCommandLineSaysHowManyAndWhereTheyBegin() {
        written.file("other/config.json", "{}");
        List<Stage> stages =
                written.read(TWO, "rounds=3", "start=" + folder.resolve("other")).stages();
        assertEquals(7, stages.size());
        assertEquals(folder.resolve("other"), stages.get(0).path("model_name_or_path"));
        assertEquals(folder.resolve("run/tuned-3/model"), stages.get(6).path("model_name_or_path"));
        assertEquals(
                List.of("argument rounds=2: no stages of this recipe are repeated"),
                written.problems(Written.SFT, "rounds=2"));
    }

    @Test
    void aKeyIsGivenToOneRoundOrToAll() {
        List<Stage> all = written.read(TWO, "tuned.max_steps=5", "max_seq_len=99").stages();
        assertEquals(5, all.get(0).integer("max_steps"));
        assertEquals(5, all.get(2).integer("max_steps"));
        assertEquals(99, all.get(2).integer("max_seq_len"));
        List<Stage> second = written.read(TWO, "tuned-2.train.max_steps=6").stages();
        assertEquals(0, second.get(0).integer("max_steps"));
        assertEquals(6, second.get(2).integer("max_steps"));
        assertEquals(
                List.of(
                        "argument formats=[hf]: several stages have this key; say which: export.formats=…, last.formats=…"),
                written.problems(TWO, "formats=[hf]"));
    }

    @Test
    void theResolvedRecipeHasEveryRoundAndIsReadAsItWas() {
        Recipe recipe = written.read(TWO);
        Path resolved = written.file("elsewhere/resolved.yaml", ResolvedRecipe.yaml(recipe));
        assertEquals(recipe, RecipeReader.read(resolved, List.of()));
    }

    @Test
    void aMistakeInARoundIsToldOnceAtItsPlace() {
        assertEquals(
                List.of(
                        "9:9: unknown key 'lora_rnak' of stage sft; did you mean 'lora_rank' (in section lora)?"),
                written.problems(TWO.replace("finetuning_type: full", "lora_rnak: 1")).stream()
                        .filter(problem -> problem.contains("unknown key"))
                        .toList());
        List<String> missing = written.problems(TWO.replace("${start}", "${strat}"));
        assertTrue(
                missing.contains(
                        "10:37: model.model_name_or_path: unknown variable ${strat}; did you mean 'start'?"),
                missing::toString);
        assertEquals(
                List.of(
                        "11:27: data.datasets: "
                                + folder
                                + "/chat-4.jsonl does not exist; did you mean 'chat-1.jsonl'?"),
                written.problems(TWO, "rounds=4"));
    }

    @Test
    void roundsSayWhatTheyLack() {
        assertEquals(
                "3:5: rounds: expected a whole number from 1 to 100, found 'many'",
                written.problems(TWO.replace("rounds: 2", "rounds: many")).get(0));
        assertTrue(
                written.problems(TWO.replace("    start: base\n", ""))
                        .get(0)
                        .contains("need each other"));
        assertTrue(
                written.problems(
                                TWO.replace(
                                        "tuned-${round}/model\"\n    stages", "x\"\n    stages"))
                        .get(0)
                        .contains("expected a path with ${round}"));
        assertTrue(
                written.problems("output_dir: %s/run\nstages:\n  - rounds: 2\n    stges: []\n")
                        .get(1)
                        .contains("did you mean 'stages'"));
        assertTrue(
                written.problems(TWO.replace("name: tuned", "name: tuned\n        round: 1"))
                        .get(0)
                        .contains("'round' is counted by rounds"));
    }
}
