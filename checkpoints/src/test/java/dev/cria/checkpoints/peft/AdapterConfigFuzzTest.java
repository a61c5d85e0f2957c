package dev.cria.checkpoints.peft;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cria.testing.Hostile;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/** Any bytes are the adapter_config.json of an adapter of two modules. */
@Tag("fuzz")
final class AdapterConfigFuzzTest {

    private static final Set<String> ADAPTED =
            Set.of("model.layers.0.self_attn.q_proj", "model.layers.11.mlp.gate_proj");
    private static final Path FOLDER = Hostile.folder();

    @FuzzTest
    void adapterConfigJson(byte[] input) {
        Path file = FOLDER.resolve(PeftAdapter.CONFIG);
        Hostile.write(file, input);
        Hostile.read(() -> LoraConfigJson.read(file, ADAPTED));
    }
}
