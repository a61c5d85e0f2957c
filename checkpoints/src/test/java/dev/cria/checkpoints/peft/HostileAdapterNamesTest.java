package dev.cria.checkpoints.peft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorData;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.testing.HostileNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An adapter names its base and the modules that it changes. They are texts: nothing is opened by
 * the name of the base, whatever it is, and modules that are none of a Llama model are refused.
 */
final class HostileAdapterNamesTest {

    private static final int NAMES = 10_000;
    private static final String MODULE = "model.layers.0.self_attn.q_proj";

    @TempDir private Path dir;

    @Test
    void theNameOfABaseIsATextAndOpensNothing() throws IOException {
        long seed = System.nanoTime();
        System.out.println("HostileAdapterNamesTest seed " + seed);
        // A base that cannot be read: to open it in passing would be an error.
        Path outside = Files.createDirectory(dir.resolve("outside"));
        Files.writeString(outside.resolve("config.json"), "no JSON");
        HostileNames names = new HostileNames(seed, outside);
        Path folder = dir.resolve("adapter");
        PeftAdapter.write(folder, config("base"), factors(MODULE));
        Path file = folder.resolve(PeftAdapter.CONFIG);
        ObjectNode json = Json.readObject(file, 1 << 20);
        for (int i = 0; i < NAMES; i++) {
            String name = names.next();
            json.put("base_model_name_or_path", name);
            if (!isText(name)) {
                continue; // no file can hold it
            }
            Files.write(file, Json.bytes(json));
            try (PeftAdapter adapter = PeftAdapter.open(folder)) {
                assertEquals(name, adapter.config().baseModel(), "seed " + seed);
            }
        }
        assertEquals(Set.of("adapter", "outside"), entries(dir));
        assertEquals(Set.of(PeftAdapter.CONFIG, PeftAdapter.WEIGHTS), entries(folder));
    }

    @Test
    void modulesAreThoseOfAModelWhateverTheyAreCalled() throws IOException {
        long seed = System.nanoTime();
        System.out.println("HostileAdapterNamesTest seed " + seed);
        HostileNames names = new HostileNames(seed, dir.resolve("outside"));
        for (int i = 0; i < NAMES; i++) {
            Path folder = dir.resolve("adapter");
            String module = "model.layers.0." + names.next();
            UserException refused =
                    assertThrows(
                            UserException.class,
                            () -> PeftAdapter.write(folder, config("base"), factors(module)));
            assertTrue(refused.getMessage().contains(folder.toString()), refused.getMessage());
        }
        assertEquals(Set.of(), entries(dir));
    }

    private static boolean isText(String name) {
        return name.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }

    private static LoraConfig config(String base) {
        return new LoraConfig(1, 1, 0, List.of("q_proj"), false, base);
    }

    private static List<TensorData> factors(String module) {
        return Stream.of('A', 'B')
                .map(
                        factor ->
                                new TensorInfo(
                                        PeftAdapter.tensorName(module, factor),
                                        DType.F32,
                                        factor == 'A' ? Shape.of(1, 2) : Shape.of(2, 1)))
                .map(info -> TensorData.of(info, ByteBuffer.allocate(8)))
                .toList();
    }

    private static Set<String> entries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
