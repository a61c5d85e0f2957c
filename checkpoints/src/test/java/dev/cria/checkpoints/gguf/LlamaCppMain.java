package dev.cria.checkpoints.gguf;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.CacheType;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs llama.cpp on prompts, in a process of its own because the library's threads outlive its
 * models.
 *
 * <p>usage: LlamaCppMain MODEL_GGUF PROMPTS_JSON RESULTS_JSON NUM_TOKENS [ADAPTER_GGUF]
 */
final class LlamaCppMain {

    private LlamaCppMain() {}

    public static void main(String[] args) throws Exception {
        JsonMapper mapper = new JsonMapper();
        var results = mapper.createArrayNode();
        ModelParameters parameters =
                new ModelParameters()
                        .setModel(args[0])
                        .setCtxSize(512)
                        // The default, F16, decides near ties differently from transformers.
                        .setCacheTypeK(CacheType.F32)
                        .setCacheTypeV(CacheType.F32)
                        .setThreads(1)
                        .setGpuLayers(0);
        if (args.length > 4) {
            parameters.addLoraAdapter(args[4]);
        }
        try (LlamaModel model = new LlamaModel(parameters)) {
            for (var prompt : mapper.readTree(Path.of(args[1]).toFile())) {
                InferenceParameters greedy =
                        new InferenceParameters(prompt.asText())
                                .setTemperature(0)
                                .setCachePrompt(false)
                                .setIgnoreEos(true)
                                .setNPredict(Integer.parseInt(args[3]));
                ObjectNode result = results.addObject();
                var ids = result.putArray("ids");
                for (int id : model.encode(prompt.asText())) {
                    ids.add(id);
                }
                result.put("text", model.complete(greedy));
            }
        }
        Files.write(Path.of(args[2]), mapper.writeValueAsBytes(results));
        Runtime.getRuntime().halt(0);
    }
}
