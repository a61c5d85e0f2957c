package dev.cria.checkpoints.gguf;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a LoRA adapter for {@code --lora} of llama.cpp and {@code ADAPTER} of Ollama. The factors
 * of {@code blk.0.attn_q.weight} are called {@code blk.0.attn_q.weight.lora_a} [rank, inputs] and
 * {@code ….lora_b} [outputs, rank], whose rows for Q and K are ordered as the model's.
 */
public final class GgufAdapter {

    private GgufAdapter() {}

    /**
     * Writes the file at once or not at all; the factors become F32.
     *
     * @param model that is adapted
     * @param tensors of the adapter, by the names of PEFT
     * @throws UserException when the adapter has what llama.cpp's have not: DoRA's magnitudes or
     *     modules trained in full; or the file cannot be written
     */
    public static void write(
            Path file, LlamaConfig model, LoraConfig lora, TensorSource tensors, String name) {
        if (lora.dora() || !lora.modulesToSave().isEmpty()) {
            throw new UserException(
                    "%s: llama.cpp's adapters have no %s; export the merged model as gguf"
                            .formatted(
                                    file,
                                    lora.dora()
                                            ? "magnitudes (use_dora)"
                                            : "modules trained in full " + lora.modulesToSave()));
        }
        List<GgufWriter.Entry> entries = new ArrayList<>();
        for (int layer = 0; layer < model.numLayers(); layer++) {
            for (String part : LlamaTensors.PROJECTIONS) {
                String weight = LlamaTensors.layer(layer, part);
                String module = weight.substring(0, weight.lastIndexOf('.'));
                if (tensors.tensors().containsKey(PeftAdapter.tensorName(module, 'A'))) {
                    entries.add(factor(tensors, module, weight, 'A', RowOrder.SAME));
                    entries.add(factor(tensors, module, weight, 'B', RowOrder.of(model, weight)));
                }
            }
        }
        if (entries.isEmpty() || entries.size() != tensors.tensors().size()) {
            throw new UserException(
                    "%s: the adapter has %d tensors, of which %d belong to the %d layers of the model"
                            .formatted(
                                    file,
                                    tensors.tensors().size(),
                                    entries.size(),
                                    model.numLayers()));
        }
        GgufWriter.write(file, metadata(lora, name), entries);
    }

    private static GgufMetadata metadata(LoraConfig lora, String name) {
        return new GgufMetadata()
                .string("general.architecture", "llama")
                .string("general.type", "adapter")
                .string("general.name", name)
                .uint32("general.file_type", GgufType.F32.fileType())
                .uint32("general.quantization_version", 2)
                .uint32("general.alignment", GgufWriter.ALIGNMENT)
                .string("adapter.type", "lora")
                // llama.cpp multiplies with alpha / rank, also where PEFT divides by its root.
                .float32("adapter.lora.alpha", lora.scale() * lora.rank());
    }

    private static GgufWriter.Entry factor(
            TensorSource tensors, String module, String weight, char which, RowOrder rows) {
        TensorInfo info = tensors.info(PeftAdapter.tensorName(module, which));
        String name = GgufNames.of(weight) + ".lora_" + Character.toLowerCase(which);
        RowEncoder content = new RowEncoder(tensors, info, GgmlType.F32, rows);
        return new GgufWriter.Entry(name, GgmlType.F32, info.shape(), content);
    }
}
