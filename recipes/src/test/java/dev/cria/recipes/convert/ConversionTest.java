package dev.cria.recipes.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.RecipeReader;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.recipe.Written;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes of LLaMA-Factory and torchtune become recipes that are sound. */
final class ConversionTest {

    @TempDir Path folder;
    private Written written;

    @BeforeEach
    void inputs() {
        written = new Written(folder).withInputs();
        written.file("data/dataset_info.json", "{\"mine\": {\"file_name\": \"../chat.jsonl\"}}");
    }

    private Stage convert(String text, List<String> lost) {
        Path source = written.file("other.yaml", text);
        Conversion conversion = Conversion.of(source, folder.resolve("base"), List.of());
        assertEquals(lost, conversion.lost());
        Path recipe = written.file("converted.yaml", conversion.yaml("other.yaml"));
        Recipe read = RecipeReader.read(recipe, List.of());
        return read.stages().get(0);
    }

    @Test
    void aRecipeOfLlamaFactoryKeepsWhatItSays() {
        Stage stage =
                convert(
                        """
                        model_name_or_path: meta-llama/Meta-Llama-3-8B-Instruct
                        trust_remote_code: true
                        stage: sft
                        do_train: true
                        finetuning_type: lora
                        lora_rank: 16
                        lora_target: q_proj,v_proj
                        additional_target: embed_tokens,lm_head
                        pissa_init: true
                        quantization_bit: 4
                        dataset: mine
                        template: llama3
                        cutoff_len: 1024
                        max_samples: 7
                        neat_packing: true
                        mask_history: true
                        output_dir: saves/one
                        logging_steps: 10
                        save_steps: 500
                        per_device_train_batch_size: 1
                        gradient_accumulation_steps: 8
                        learning_rate: 1.0e-4
                        num_train_epochs: 3.0
                        lr_scheduler_type: cosine
                        warmup_ratio: 0.1
                        bf16: true
                        resume_from_checkpoint: null
                        report_to: none
                        """,
                        List.of("pissa_init: true: left out"));
        assertEquals("llama3", stage.text("chat_template"));
        assertEquals("qlora", stage.text("finetuning_type"));
        assertEquals("nf4", stage.text("base_dtype"));
        assertEquals(16, stage.integer("lora_rank"));
        assertEquals(List.of("q_proj", "v_proj"), stage.texts("lora_target"));
        assertEquals(List.of("embed_tokens", "lm_head"), stage.texts("modules_to_save"));
        assertEquals(1024, stage.integer("max_seq_len"));
        assertEquals(7, stage.datasets("datasets").get(0).maxSamples());
        assertEquals("last", stage.text("train_on"));
        assertEquals(1e-4, stage.number("learning_rate"));
        assertEquals(3.0, stage.number("num_train_epochs"));
        assertTrue(stage.flag("packing"));
        assertEquals(32.0, stage.number("lora_alpha"), "twice the rank there");
    }

    @Test
    void defaultsOfTheOthersAreWrittenOutWhereOursDiffer() {
        Stage stage =
                convert(
                        "model_name_or_path: a/b\nstage: sft\nfinetuning_type: full\ndataset: mine\noutput_dir: x\n",
                        List.of());
        assertEquals(2048, stage.integer("max_seq_len"));
        assertEquals(5e-5, stage.number("learning_rate"));
        assertEquals("linear", stage.text("lr_scheduler_type"));
        assertEquals(8, stage.integer("per_device_train_batch_size"));
        assertFalse(stage.flag("packing"));
    }

    @Test
    void preferencesAndExportsOfLlamaFactoryAreStagesOfTheirOwn() {
        String dpo =
                """
                model_name_or_path: some/model
                stage: STAGE
                finetuning_type: lora
                dataset: mine
                pref_beta: 0.2
                pref_ftx: 0.1
                output_dir: saves/dpo
                """;
        Stage stage = convert(dpo.replace("STAGE", "dpo"), List.of());
        assertEquals("dpo", stage.type());
        assertEquals(0.2, stage.number("beta"));
        assertEquals(0.1, stage.number("nll_coef"));
        Stage kto = convert(dpo.replace("STAGE", "kto").replace("pref_ftx: 0.1\n", ""), List.of());
        assertEquals("kto", kto.text("loss"));
        Stage export =
                convert(
                        """
                        model_name_or_path: some/model
                        adapter_name_or_path: %s/adapter
                        template: llama3
                        export_dir: merged
                        export_size: 2
                        export_device: cpu
                        """
                                .formatted(folder),
                        List.of());
        assertEquals("export", export.type());
        assertEquals(List.of("merged"), export.texts("formats"));
        assertEquals(2.0, export.number("max_shard_gb"));
    }

    @Test
    void ppoOfLlamaFactoryKeepsItsRewardModelAndItsNumbers() {
        Stage stage =
                convert(
                        """
                        model_name_or_path: some/model
                        reward_model: %s/base
                        reward_model_type: full
                        stage: ppo
                        finetuning_type: lora
                        dataset: mine
                        ppo_epochs: 2
                        ppo_target: 6.0
                        max_new_tokens: 512
                        temperature: 0.9
                        output_dir: saves/ppo
                        """
                                .formatted(folder),
                        List.of("KL that adapts to ppo_target: kl_coef is fixed here"));
        assertEquals("ppo", stage.type());
        assertEquals(2, stage.integer("num_ppo_epochs"));
        assertEquals(512, stage.integer("max_new_tokens"));
        assertEquals(0.9, stage.number("temperature"));
        assertEquals(folder.resolve("base"), stage.path("reward_model"));
    }

    @Test
    void distillationOfTorchtuneKeepsItsTeacher() {
        Path source =
                written.file(
                        "kd.yaml",
                        """
                        model: {_component_: torchtune.models.llama3_2.lora_llama3_2_1b, lora_rank: 64, lora_alpha: 128}
                        teacher_model: {_component_: torchtune.models.llama3_1.llama3_1_8b}
                        tokenizer: {_component_: torchtune.models.llama3.llama3_tokenizer, path: t, max_seq_len: 512}
                        checkpointer: {_component_: torchtune.training.FullModelHFCheckpointer, checkpoint_dir: /tmp/student}
                        teacher_checkpointer: {_component_: torchtune.training.FullModelHFCheckpointer, checkpoint_dir: %s/base}
                        dataset: {_component_: torchtune.datasets.alpaca_cleaned_dataset}
                        batch_size: 4
                        optimizer: {_component_: torch.optim.AdamW, lr: 3e-4}
                        loss: {_component_: torchtune.modules.loss.CEWithChunkedOutputLoss}
                        kd_loss: {_component_: torchtune.modules.loss.ReverseKLWithChunkedOutputLoss}
                        kd_ratio: 0.4
                        epochs: 1
                        """
                                .formatted(folder));
        Conversion conversion =
                Conversion.of(
                        source, folder.resolve("base"), List.of(folder.resolve("chat.jsonl")));
        assertEquals(List.of(), conversion.lost());
        Path recipe = written.file("converted.yaml", conversion.yaml("kd.yaml"));
        Stage stage = RecipeReader.read(recipe, List.of()).stages().get(0);
        assertEquals("distill", stage.type());
        assertEquals(folder.resolve("base"), stage.path("teacher"));
        assertEquals("reverse_kl", stage.text("kd_loss"));
        assertEquals(0.4, stage.number("kd_ratio"));
        assertEquals(64, stage.integer("lora_rank"));
    }

    @Test
    void aRecipeOfTorchtuneKeepsWhatItSays() {
        String text =
                """
                output_dir: /tmp/run
                model:
                  _component_: torchtune.models.llama3_1.lora_llama3_1_8b
                  lora_attn_modules: ['q_proj', 'v_proj', 'output_proj']
                  apply_lora_to_mlp: True
                  lora_rank: 8
                  lora_alpha: 32
                tokenizer:
                  _component_: torchtune.models.llama3.llama3_tokenizer
                  path: /tmp/tokenizer.model
                  max_seq_len: 1024
                checkpointer:
                  _component_: torchtune.training.FullModelHFCheckpointer
                  checkpoint_dir: /tmp/model
                  output_dir: ${output_dir}
                resume_from_checkpoint: False
                dataset:
                  _component_: torchtune.datasets.stack_exchange_paired_dataset
                seed: null
                batch_size: 4
                optimizer:
                  _component_: torch.optim.AdamW
                  fused: True
                  weight_decay: 0.05
                  lr: 5e-4
                lr_scheduler:
                  _component_: torchtune.training.lr_schedulers.get_cosine_schedule_with_warmup
                  num_warmup_steps: 100
                loss:
                  _component_: torchtune.rlhf.loss.DPOLoss
                  beta: 0.05
                epochs: 2
                gradient_accumulation_steps: 8
                enable_activation_checkpointing: True
                dtype: bf16
                """;
        Path source = written.file("other.yaml", text);
        Conversion conversion =
                Conversion.of(
                        source, folder.resolve("base"), List.of(folder.resolve("chat.jsonl")));
        assertEquals(List.of(), conversion.lost());
        Path recipe = written.file("converted.yaml", conversion.yaml("other.yaml"));
        Stage stage = RecipeReader.read(recipe, List.of()).stages().get(0);
        assertEquals("dpo", stage.type());
        assertEquals(
                List.of("q_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"),
                stage.texts("lora_target"));
        assertEquals(32.0, stage.number("lora_alpha"));
        assertEquals(0.05, stage.number("beta"));
        assertEquals(5e-4, stage.number("learning_rate"));
        assertEquals(100, stage.integer("warmup_steps"));
        assertEquals(2.0, stage.number("num_train_epochs"));
        assertEquals(4, stage.integer("per_device_train_batch_size"));
        assertTrue(stage.flag("activation_checkpointing"));
        assertEquals(0.0, stage.number("max_grad_norm"), "no clipping there");
    }

    @Test
    void whatCannotBeConvertedIsRefusedByName() {
        Path other =
                written.file(
                        "other.yaml",
                        "model_name_or_path: a\nstage: grpo\nfinetuning_type: lora\ndataset: mine\n");
        String said =
                assertThrows(UserException.class, () -> Conversion.of(other, null, List.of()))
                        .getMessage();
        assertTrue(said.contains("stage grpo of LLaMA-Factory has no equivalent"), said);
        Path none = written.file("none.yaml", "a: b\n");
        said =
                assertThrows(UserException.class, () -> Conversion.of(none, null, List.of()))
                        .getMessage();
        assertTrue(said.contains("neither LLaMA-Factory"), said);
    }
}
