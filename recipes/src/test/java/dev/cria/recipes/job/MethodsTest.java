package dev.cria.recipes.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.data.chat.TemplateRecord;
import dev.cria.recipes.run.InterruptedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods of fine-tuning, from keys of a recipe to files. */
final class MethodsTest {

    private static final String PRETRAIN =
            """
            stages:
              - stage: pretrain
                model:
                  tokenizer_path: tokenizer
                  hidden_size: 32
                  intermediate_size: 64
                  num_hidden_layers: 2
                  num_attention_heads: 4
                  num_key_value_heads: 2
                  max_position_embeddings: 256
                data: {datasets: train.jsonl, max_seq_len: 128}
                train: {max_steps: 2}
            """;

    private static final String DORA =
            """
              - stage: sft
                name: dora
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                lora: {lora_rank: 2, lora_dropout: 0.3, use_dora: true, modules_to_save: [norm]}
                data: {datasets: chat.jsonl, max_seq_len: 128}
                train:
                  max_steps: 4
                  learning_rate: 1e-2
                  per_device_train_batch_size: 1
                  gradient_accumulation_steps: 2
                  activation_checkpointing: true
                checkpoint: {save_steps: 2}
            """;

    private static final String OTHERS =
            """
              - stage: sft
                name: plain
                model: {model_name_or_path: "${output_dir}/pretrain/model", chat_template: plain}
                lora: {lora_target: [q_proj, mlp.up_proj], layers_to_transform: [1], use_rslora: true}
                data: {datasets: chat.jsonl, max_seq_len: 128}
                train: {max_steps: 2, learning_rate: 1e-2}
              - stage: sft
                name: on
                model:
                  model_name_or_path: "${output_dir}/pretrain/model"
                  adapter_name_or_path: ["${output_dir}/dora/adapter", "${output_dir}/plain/adapter"]
                data: {datasets: chat.jsonl, max_seq_len: 128}
                train: {max_steps: 2, learning_rate: 1e-2}
              - stage: sft
                name: fresh
                model:
                  model_name_or_path: "${output_dir}/pretrain/model"
                  adapter_name_or_path: "${output_dir}/dora/adapter"
                  create_new_adapter: true
                lora: {lora_target: v_proj, modules_to_save: lm_head}
                data: {datasets: chat.jsonl, max_seq_len: 128}
                train: {max_steps: 2, learning_rate: 1e-2}
              - stage: sft
                name: freeze
                finetuning_type: freeze
                model: {model_name_or_path: "${output_dir}/pretrain/model"}
                freeze: {freeze_trainable_layers: 1, freeze_trainable_modules: [mlp], freeze_extra_modules: [norm]}
                data: {datasets: chat.jsonl, max_seq_len: 128}
                train: {max_steps: 2, learning_rate: 1e-2}
              - stage: export
                name: halves
                model:
                  model_name_or_path: "${output_dir}/pretrain/model"
                  adapter_name_or_path: ["${output_dir}/plain/adapter", "${output_dir}/plain/adapter"]
                  adapter_weights: [0.25, 0.75]
                export: {formats: [peft, merged]}
              - stage: export
                name: whole
                model:
                  model_name_or_path: "${output_dir}/pretrain/model"
                  adapter_name_or_path: "${output_dir}/plain/adapter"
                export: {formats: [merged]}
              - stage: export
                name: turn
                model:
                  model_name_or_path: "${output_dir}/pretrain/model"
                  adapter_name_or_path: ["${output_dir}/dora/adapter", "${output_dir}/on/adapter"]
                export: {formats: [hf, merged, gguf], gguf_types: [f32]}
              - stage: export
                name: untied
                model:
                  model_name_or_path: "${output_dir}/pretrain/model"
                  adapter_name_or_path: "${output_dir}/fresh/adapter"
                export: {formats: [merged]}
              - stage: generate
                model:
                  model_name_or_path: "${output_dir}/pretrain/model"
                  adapter_name_or_path: ["${output_dir}/dora/adapter", "${output_dir}/on/adapter"]
                  merged_model_path: "${output_dir}/turn/merged"
                generate: {prompts: [hi], max_new_tokens: 8}
            """;

    @TempDir Path folder;

    @BeforeAll
    static void quiet() {
        LogManager.getLogManager().reset();
    }

    private TinyRun run(String recipe) throws IOException {
        Files.writeString(
                folder.resolve("chat.jsonl"),
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"the cat sat\"}]}\n"
                        .repeat(3));
        return new TinyRun(folder).texts("train.jsonl", 8, List.of()).recipe(recipe);
    }

    @Test
    void everyMethodTrainsWhatItSaysAndAdaptersCanBePutTogether() throws IOException {
        TinyRun run = run(PRETRAIN + DORA + OTHERS).run("run", () -> false);
        try (PeftAdapter dora = PeftAdapter.open(file("dora/adapter"));
                PeftAdapter plain = PeftAdapter.open(file("plain/adapter"));
                PeftAdapter halves = PeftAdapter.open(file("halves/peft"))) {
            assertEquals(0.3, dora.config().dropout());
            assertEquals(14 * 3 + 5, dora.tensors().tensors().size());
            assertEquals(2 * 2, plain.tensors().tensors().size());
            assertEquals(16, halves.config().rank());
        }
        assertEquals(
                Set.of(
                        "model.layers.1.mlp.gate_proj.weight",
                        "model.layers.1.mlp.up_proj.weight",
                        "model.layers.1.mlp.down_proj.weight",
                        "model.norm.weight"),
                changed("pretrain/model", "freeze/model", 0));
        assertEquals(Set.of(), changed("whole/merged", "halves/merged", 1e-6f));
        assertEquals("llama3", TemplateRecord.of(file("dora/adapter")).name());
        for (String made : List.of("plain/adapter", "whole/merged", "halves/peft", "turn/merged")) {
            assertEquals("plain", TemplateRecord.of(file(made)).name(), made);
            String template = Files.readString(file(made + "/chat_template.jinja"));
            assertTrue(template.contains("User:") && !template.contains("generation %}"), template);
        }
        String modelfile = Files.readString(file("turn/gguf/Modelfile.f32"));
        assertTrue(modelfile.contains("User:\n{{ .Content }}"), modelfile);
        assertEquals(
                Set.of(
                        "model.layers.1.self_attn.q_proj.weight",
                        "model.layers.1.mlp.up_proj.weight"),
                changed("pretrain/model", "whole/merged", 0));
        assertEquals(Set.of(), changed("pretrain/model", "turn/hf", 0));
        assertEquals(19, changed("pretrain/model", "turn/merged", 0).size());
        try (SafetensorsFile untied = weights("untied/merged")) {
            assertTrue(untied.tensors().containsKey("lm_head.weight"));
        }
        assertTrue(
                run.results().entrySet().stream()
                        .filter(result -> result.getKey().name().equals("fresh"))
                        .allMatch(result -> result.getValue().facts().containsKey("head")));
        var texts =
                run.results().entrySet().stream()
                        .filter(result -> result.getKey().type().equals("generate"))
                        .findFirst()
                        .orElseThrow()
                        .getValue()
                        .facts();
        assertEquals(texts.get("adapter: hi"), texts.get("merged: hi"));
        assertTrue(texts.containsKey("base: hi"));
    }

    @Test
    void aResumedRunDropsTheSame() throws IOException {
        TinyRun run = run(PRETRAIN + DORA).run("run", () -> false);
        byte[] whole = Files.readAllBytes(file("dora/adapter/adapter_model.safetensors"));
        // The supplier is asked before each stage and after each step.
        for (int stop : new int[] {4, 5, 6}) {
            String cut = "cut-" + stop;
            AtomicInteger asked = new AtomicInteger();
            assertThrows(
                    InterruptedRun.class, () -> run.run(cut, () -> asked.incrementAndGet() > stop));
            run.run(cut, () -> false);
            assertArrayEquals(
                    whole,
                    Files.readAllBytes(
                            folder.resolve(cut).resolve("dora/adapter/adapter_model.safetensors")),
                    cut);
        }
    }

    private Path file(String name) {
        return folder.resolve("run").resolve(name);
    }

    private SafetensorsFile weights(String model) {
        return SafetensorsFile.open(file(model).resolve("model.safetensors"));
    }

    /** The tensors that differ by more than a tolerance. */
    private Set<String> changed(String before, String after, float tolerance) {
        Set<String> names = new TreeSet<>();
        try (TensorSource old = weights(before);
                TensorSource young = weights(after)) {
            for (String name : old.tensors().keySet()) {
                var a = old.bytes(name).asFloatBuffer();
                var b = young.bytes(name).asFloatBuffer();
                while (a.hasRemaining()) {
                    if (Math.abs(a.get() - b.get()) > tolerance) {
                        names.add(name);
                    }
                }
            }
        }
        return names;
    }
}
