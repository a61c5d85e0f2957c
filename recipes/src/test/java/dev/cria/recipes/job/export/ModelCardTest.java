package dev.cria.recipes.job.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.durable.Sha256;
import dev.cria.recipes.job.TinyRun;
import dev.cria.recipes.recipe.ResolvedRecipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class ModelCardTest {

    private static final String BASE =
            TinyRun.SMALL_PRETRAIN
                    + """
                data: {datasets: train.jsonl, max_seq_len: 128}
                train: {max_steps: 2}
            """;

    private static final String TUNED =
            """
              - stage: sft
                model: {model_name_or_path: "MODEL"}
                data: {datasets: chat.jsonl, max_seq_len: 128}
                train: {max_steps: 1}
              - stage: export
                model:
                  model_name_or_path: "MODEL"
                  adapter_name_or_path: "${output_dir}/sft/adapter"
                export: {language: [zh, en], gguf_types: [q8_0]}
            """;

    @TempDir Path folder;

    @BeforeAll
    static void quiet() {
        LogManager.getLogManager().reset();
    }

    @Test
    void aModelOfTheRunSaysWhereItComesFromAndNamesNoLicence() throws IOException {
        TinyRun run = start().recipe(BASE + TUNED.replace("MODEL", "${output_dir}/pretrain/model"));
        run.run("run", () -> false);
        for (String format : List.of("hf", "peft", "merged", "gguf")) {
            Path export = folder.resolve("run/export").resolve(format);
            String card = Files.readString(export.resolve("README.md"));
            Map<?, ?> front = front(card);
            assertFalse(front.containsKey("license"), card);
            assertFalse(front.containsKey("base_model"), card);
            assertEquals(List.of("zh", "en"), front.get("language"));
            assertFalse(card.contains("Built with"), card);
            assertFalse(Files.exists(export.resolve("NOTICE")));
            assertTrue(card.contains(Sha256.of(folder.resolve("train.jsonl"))), card);
            assertEquals(!format.equals("hf"), card.contains("| chat.jsonl | 3 | `"), card);
            String yaml = ResolvedRecipe.yaml(run.recipe());
            assertTrue(card.contains(yaml));
            assertTrue(card.contains(Sha256.of(yaml.getBytes(StandardCharsets.UTF_8))));
        }
        String modelfile = Files.readString(folder.resolve("run/export/gguf/Modelfile.q8_0"));
        assertTrue(modelfile.startsWith("FROM ./model-Q8_0.gguf\n"), modelfile);
        String facts = run.results().values().toString();
        for (String format : List.of("hf", "peft", "merged", "gguf q8_0")) {
            assertTrue(facts.contains("verified " + format + "=largest difference"), facts);
        }
    }

    @Test
    void whatIsMadeOfAModelByMetaCarriesItsLicence() throws IOException {
        TinyRun run = start().recipe(BASE).run("base", () -> false);
        Path llama = folder.resolve("Llama-3.1-8B");
        Files.move(folder.resolve("base/pretrain/model"), llama);
        run.recipe("stages:\n" + TUNED.replace("MODEL", llama.toString()));
        run.run("run", () -> false);
        Path export = folder.resolve("run/export/merged");
        String card = Files.readString(export.resolve("README.md"));
        assertEquals("llama3.1", front(card).get("license"));
        assertEquals("meta-llama/Llama-3.1-8B", front(card).get("base_model"));
        assertTrue(card.contains("\n# Llama-3.1-recipe\n\nBuilt with Llama."), card);
        assertTrue(card.contains("https://www.llama.com/llama3_1/use-policy"), card);
        assertEquals(
                "Llama 3.1 is licensed under the Llama 3.1 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.\n",
                Files.readString(export.resolve("NOTICE")));
    }

    private TinyRun start() throws IOException {
        Files.writeString(
                folder.resolve("chat.jsonl"),
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"the cat sat\"}]}\n"
                        .repeat(3));
        return new TinyRun(folder).texts("train.jsonl", 8, List.of());
    }

    private static Map<?, ?> front(String card) {
        String[] parts = card.split("(?m)^---\n", 3);
        assertEquals("", parts[0]);
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(parts[1]);
    }
}
