package dev.cria.checkpoints.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that earlier versions of Cria have written, and such as later ones may write. */
final class FormatsTest {

    private static final String NAME = "step-000000007";
    private static final List<String> FILES =
            List.of("parameters.safetensors", "loader.json", "MANIFEST.json");

    @TempDir private Path dir;
    private final List<String> reports = new ArrayList<>();
    private CheckpointStore store;

    @BeforeEach
    void openStore() {
        store = new CheckpointStore(dir, 2, Storage.disk(), reports::add);
    }

    /** Written by the code of commit 573de82, the last of format 1. */
    @Test
    void formatOneLoadsBitForBit() throws IOException {
        unpack();
        Checkpoint found = store.newest().orElseThrow();
        assertEquals(7, found.step());
        assertEquals(Map.of(), found.facts());
        assertEquals(List.of(), found.references());
        assertEquals(Set.of("parameters.safetensors", "loader.json"), found.fileNames());
        try (SafetensorsFile tensors = SafetensorsFile.open(found.file(FILES.get(0)))) {
            assertEquals(Set.of("w"), tensors.tensors().keySet());
        }
        CheckpointFile written = Contents.of(1, 7, 6).get(2);
        assertArrayEquals(Contents.bytes(written), Files.readAllBytes(found.file("loader.json")));
    }

    @Test
    void damageInFormatOneIsFound() throws IOException {
        unpack();
        Path file = dir.resolve(NAME).resolve(FILES.get(0));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertTrue(store.newest().isEmpty());
        assertTrue(reports.get(0).contains("parameters.safetensors: has SHA-256"), reports.get(0));
    }

    @Test
    void theNextSaveIsOfTheNewFormatAndKeepsTheOldOne() throws IOException {
        unpack();
        store.save(8, Contents.of(1, 8, 6));
        assertEquals(List.of(8L, 7L), store.newest(9).stream().map(Checkpoint::step).toList());
        assertTrue(
                Files.readString(dir.resolve("step-000000008/MANIFEST.json")).contains("crc32c"));
    }

    @Test
    void aLaterFormatIsRefusedAndNoOlderCheckpointIsTaken() throws IOException {
        store.save(1, Contents.of(1, 1, 6));
        Path manifest = store.save(2, Contents.of(1, 2, 6)).resolve(Manifest.NAME);
        ObjectNode json = Json.parseObject(manifest, Files.readAllBytes(manifest));
        json.put("format", 3).put("something", "new");
        json.remove(Manifest.OWN_HASH);
        json.put(Manifest.OWN_HASH, Sha256.of(Json.bytes(json)));
        Files.write(manifest, Json.bytes(json));
        UserException refused = assertThrows(UserException.class, store::newest);
        assertTrue(refused.getMessage().contains("too new"), refused.getMessage());
        assertTrue(refused.getMessage().contains(manifest.toString()), refused.getMessage());
        store.save(3, Contents.of(1, 3, 6));
        store.save(4, Contents.of(1, 4, 6));
        assertEquals(4, store.newest().orElseThrow().step());
    }

    private void unpack() throws IOException {
        Path folder = Files.createDirectory(dir.resolve(NAME));
        for (String name : FILES) {
            try (var stored =
                    FormatsTest.class.getResourceAsStream("/format-1/" + NAME + "/" + name)) {
                Files.copy(stored, folder.resolve(name));
            }
        }
    }
}
