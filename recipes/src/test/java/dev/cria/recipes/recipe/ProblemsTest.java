package dev.cria.recipes.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProblemsTest {

    @TempDir Path folder;
    private Written written;

    @BeforeEach
    void inputs() {
        written = new Written(folder).withInputs();
    }

    @Test
    void allProblemsAreToldAtOnceEachWithItsPlaceAndWithNothingWritten() {
        List<String> problems =
                written.problems(
                        """
                        stages:
                          - stage: sft
                            model:
                              model_name_or_path: nowhere/model
                            lora:
                              lora_rnak: 8
                              lora_target: [q_proj, w_proj]
                            data:
                              datasets: [chat.jsonl, missing.jsonl]
                              packing: perhaps
                            train:
                              learning_rate: fast
                              beta: 0.1
                          - stage: exprot
                          - stage: generate
                            generate:
                              temperature: -1
                              chat: {yes: no}
                        output_dir: %s/run
                        sed: 1
                        """);
        String at = folder.toString();
        assertEquals(
                List.of(
                        "4:27: model.model_name_or_path: "
                                + at
                                + "/nowhere/model does not exist; models are read from folders on disk, not by the name of a hub",
                        "6:7: unknown key 'lora_rnak' of stage sft; did you mean 'lora_rank' (in section lora)?",
                        "7:29: lora.lora_target: 'w_proj' is not one of all, all-linear, q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj; did you mean 'q_proj'?",
                        "9:30: data.datasets: " + at + "/missing.jsonl does not exist",
                        "10:16: data.packing: expected true or false, found 'perhaps'",
                        "12:22: train.learning_rate: expected a number, found 'fast'",
                        "13:7: unknown key 'beta' of stage sft; it is a key of dpo, distill, take it out here",
                        "14:5: unknown stage 'exprot'; did you mean 'export'?; expected one of curate, tokenizer, mix, pretrain, sft, dpo, grpo, ppo, rm, distill, rejection_sampling, eval, synthesize, merge, export, generate",
                        "15:5: stage generate needs 'model.model_name_or_path': the base model",
                        "15:5: stage generate needs 'generate.prompts': what the user says",
                        "17:20: generate.temperature: expected a number, 0 to 100, found -1",
                        "18:13: generate.chat: expected true or false, found a mapping",
                        "20:1: unknown key 'sed' beside stages; did you mean 'seed'?; a stage's keys stand in the stage"),
                problems);
        assertFalse(Files.exists(folder.resolve("run")));
    }

    @Test
    void aKeyInTheWrongSectionIsSentToItsOwn() {
        String text = Written.SFT + "learning_rate: 1e-4\nlora: {max_seq_len: 64}\n";
        assertEquals(
                List.of(
                        "9:1: 'learning_rate' stands beside 'stage'; it belongs in section train",
                        "10:8: 'max_seq_len' stands in section lora; it belongs in section data"),
                written.problems(text));
    }

    @Test
    void aKeyGivenTwiceIsAProblemAlsoByItsAlias() {
        String text = Written.SFT + "lora: {lora_rank: 4, lora_r: 8}\nseed: 1\nseed: 2\n";
        assertEquals(
                List.of("9:22: 'lora_rank' is given twice", "11:1: 'seed' is given twice"),
                written.problems(text));
    }

    @Test
    void valuesOfTheWholeRecipeAreCheckedToo() {
        String text = "seed: -1\nthreads: [2]\n" + Written.SFT;
        assertEquals(
                List.of(
                        "1:1: seed: expected a whole number from 0 to 2147483647, found '-1'",
                        "2:1: threads: expected a text"),
                written.problems(text));
    }

    @Test
    void numbersAreReadAsPeopleWriteThemAndNotAsJavaDoes() {
        String text = Written.SFT.replace("max_steps: 5", "learning_rate: ");
        for (String good : List.of("1e-4", "1.0e-4", "0.000_1", ".0001", "1.E-4")) {
            Stage stage = written.read(text.replace("rate: ", "rate: " + good)).stages().get(0);
            assertEquals(1e-4, stage.number("learning_rate"), good);
        }
        for (String bad : List.of("1f", "0x1p3", "NaN", ".inf", "1e999", "'1 '", "")) {
            List<String> problems = written.problems(text.replace("rate: ", "rate: " + bad));
            assertTrue(problems.get(0).contains("train.learning_rate: expected a number"), bad);
        }
    }

    @Test
    void wholeNumbersBeyondAnIntAreOutOfRange() {
        String text = Written.SFT.replace("max_steps: 5", "max_steps: 2147483648");
        assertEquals(
                List.of(
                        "8:14: train.max_steps: expected a whole number, 0 to 2147483647, found 2147483648"),
                written.problems(text));
        assertEquals(
                List.of("8:14: train.max_steps: expected a whole number, found '1.5'"),
                written.problems(text.replace("2147483648", "1.5")));
    }

    @Test
    void pathsIntoTheRunFolderMustBeWrittenByAnEarlierStage() {
        String text =
                """
                output_dir: %s/run
                stages:
                  - stage: tokenizer
                    tokenizer: {train_on: chat.jsonl}
                  - stage: pretrain
                    model: {tokenizer_path: '${output_dir}/tokenizer'}
                    data: {datasets: chat.jsonl}
                  - stage: sft
                    model: {model_name_or_path: '${output_dir}/pretrain/model'}
                    data: {datasets: chat.jsonl}
                """;
        assertEquals(3, written.read(text).stages().size());
        assertEquals(
                List.of(
                        "9:33: model.model_name_or_path: "
                                + folder
                                + "/run/pretrian/model is not what an earlier stage writes; did you mean 'pretrain/model'?; they write tokenizer, tokenizer/tokenizer.json, pretrain, pretrain/model, checkpoints/pretrain"),
                written.problems(text.replace("pretrain/model", "pretrian/model")));
        List<String> swapped =
                written.problems(
                        text.replace("${output_dir}/tokenizer", "${output_dir}/sft/adapter"));
        assertTrue(
                swapped.get(0).contains("is not what an earlier stage writes"), swapped::toString);
    }

    @Test
    void unknownVariablesAndImpossiblePathsAreProblems() {
        String text = Written.SFT.replace("[chat.jsonl]", "['${ouput_dir}/a', \"b\\0c\", '*.csv']");
        List<String> problems = written.problems(text);
        assertEquals(
                "6:14: data.datasets: unknown variable ${ouput_dir}; did you mean 'output_dir'?",
                problems.get(0));
        assertTrue(
                problems.get(1).startsWith("6:32: data.datasets: not a path: "),
                problems::toString);
        assertEquals("6:40: data.datasets: " + folder + "/*.csv matches nothing", problems.get(2));
    }

    @Test
    void patternsStandForTheFilesThatTheyMatchSortedByName() {
        written.file("more/b.jsonl", "");
        written.file("more/a.jsonl", "");
        written.file("more/c.txt", "");
        Stage stage =
                written.read(Written.SFT.replace("[chat.jsonl]", "'more/*.jsonl'")).stages().get(0);
        assertEquals(
                List.of(
                        new Dataset(List.of(folder + "/more/a.jsonl"), "auto", 0, 0),
                        new Dataset(List.of(folder + "/more/b.jsonl"), "auto", 0, 0)),
                stage.datasets("datasets"));
    }

    @Test
    void aDataSetSaysWhatIsWrongWithIt() {
        String text =
                Written.SFT.replace(
                        "[chat.jsonl]",
                        "[{path: chat.jsonl, fromat: text}, {format: messages}, {path: chat.jsonl, format: preference, max_samples: 0}]");
        assertEquals(
                List.of(
                        "6:33: data.datasets: unknown field 'fromat' of a data set; did you mean 'format'?; it has path, rows, format, max_samples, weight, subset, split, columns, tags",
                        "6:48: data.datasets: a data set needs 'path', or 'rows' in its place",
                        "6:95: data.datasets: format 'preference' is not one of auto, messages, alpaca, sharegpt, prompt_completion",
                        "6:120: data.datasets: max_samples: expected a whole number above 0, found '0'"),
                written.problems(text));
    }

    @Test
    void namesOfStagesMustNameFoldersAndDiffer() {
        String stage = "  - {stage: tokenizer, name: %s, tokenizer: {train_on: chat.jsonl}}\n";
        for (String name : List.of("..", "a/b", "'a b'", "stages", "checkpoints", "''")) {
            String text = "output_dir: %s/run\nstages:\n" + stage.replace("%s", name);
            assertTrue(written.problems(text).get(0).contains("cannot name a folder"), name);
        }
        String two = "output_dir: %s/run\nstages:\n" + (stage + stage).replace("name: %s, ", "");
        assertTrue(written.problems(two).get(0).contains("two stages are called 'tokenizer'"));
    }

    @Test
    void aRecipeWithoutAStageSaysWhichThereAre() {
        assertEquals(
                List.of(
                        "1:1: 'stage' is missing; expected one of curate, tokenizer, mix, pretrain, sft, dpo, grpo, ppo, rm, distill, rejection_sampling, eval, synthesize, merge, export, generate"),
                written.problems("name: x\n"));
        assertTrue(written.problems("stgae: sft\n").get(0).contains("is it spelt 'stgae'?"));
        assertTrue(written.problems("stages: []\n").get(0).contains("expected a list of stages"));
        assertTrue(written.problems("stages: sft\n").get(0).contains("expected a list of stages"));
    }
}
