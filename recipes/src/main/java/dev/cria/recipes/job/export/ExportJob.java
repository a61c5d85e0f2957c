package dev.cria.recipes.job.export;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.recipes.card.ModelCard;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.policy.StageTemplate;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Stage {@code export}: the model in the layouts that others load. */
public final class ExportJob implements Job {

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        DType dtype = DType.valueOf(stage.text("dtype").toUpperCase(Locale.ROOT));
        long shard = (long) (stage.number("max_shard_gb") * 1e9);
        Map<String, String> facts = new LinkedHashMap<>();
        try (Engine engine = Engine.cpu();
                OpenPolicy opened =
                        OpenPolicy.openAny(
                                        engine,
                                        stage.path("model_name_or_path"),
                                        Adapters.of(stage))
                                .with(StageTemplate.of(stage))) {
            List<String> formats = stage.texts("formats");
            if (opened.model().config().scores()) {
                requireTensors(formats);
            }
            ExportProbe probe =
                    stage.flag("verify") ? ExportProbe.of(opened, stage.path("verify_text")) : null;
            Exporter exporter = new Exporter(opened, dtype, shard, probe);
            for (int i = 0; i < formats.size(); i++) {
                String format = formats.get(i);
                context.stopIfAsked();
                context.progress().at(i, formats.size(), format);
                Path target = context.folder().resolve(format);
                Map<String, String> found = write(exporter, format, target, context);
                facts.put("file " + format, FileSizes.describe(target));
                found.forEach((what, text) -> facts.put("verified " + what, text));
            }
            context.progress().at(formats.size(), formats.size(), "");
        }
        return new JobResult(facts);
    }

    /** llama.cpp has no model that scores. */
    private static void requireTensors(List<String> formats) {
        formats.stream()
                .filter(format -> format.startsWith("gguf"))
                .findFirst()
                .ifPresent(
                        format -> {
                            throw new UserException(
                                    "format %s: a reward model cannot be written as GGUF; take hf, merged or peft"
                                            .formatted(format));
                        });
    }

    /** Writes what is not there yet; answers how near it was found to be. */
    private static Map<String, String> write(
            Exporter exporter, String format, Path target, StageContext context) {
        Stage stage = context.stage();
        ModelCard model = new ModelCard(context.recipe(), stage, format);
        Consumer<Path> card = stage.flag("model_card") ? model::write : folder -> {};
        if (format.equals("gguf")) {
            List<String> types = stage.texts("gguf_types");
            Map<String, String> found = exporter.gguf(target, types, stage.flag("modelfile"));
            card.accept(target);
            return found;
        }
        if (Files.exists(target)) {
            return Map.of();
        }
        String found =
                switch (format) {
                    case "hf" -> base(exporter, target, card);
                    case "merged" -> exporter.huggingFace(exporter.opened().policy(), target, card);
                    case "peft" -> exporter.peft(target, card);
                    case "gguf_lora" -> exporter.ggufLora(target.resolve("adapter.gguf"));
                    default -> throw new IllegalStateException("format " + format);
                };
        return Map.of(format, found);
    }

    /** Opens the model again: merging adapters has changed the opened one. */
    private static String base(Exporter exporter, Path target, Consumer<Path> card) {
        OpenPolicy opened = exporter.opened();
        Path folder = opened.folder();
        try (OpenPolicy base =
                OpenPolicy.openAny(opened.policy().engine(), folder, Adapters.NONE)) {
            return exporter.huggingFace(base.policy(), target, card);
        }
    }
}
