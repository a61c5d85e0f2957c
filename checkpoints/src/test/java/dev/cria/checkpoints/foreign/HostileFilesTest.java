package dev.cria.checkpoints.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that run code in programs that parse them, under their own names and under ours. */
final class HostileFilesTest {

    private static final String CONFIG =
            """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 10,
             "hidden_size": 8, "intermediate_size": 12, "num_hidden_layers": 1,
             "num_attention_heads": 2, "num_key_value_heads": 1, "rms_norm_eps": 1e-5}
            """;

    @TempDir Path dir;

    @Test
    void noneOfThirtyIsOpenedWhateverItIsCalled() throws IOException {
        Map<String, byte[]> files = files(dir.resolve("pwned"));
        assertTrue(files.size() >= 30, "files: " + files.size());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String name = file.getKey();
            Path folder = Files.createDirectory(dir.resolve("f-" + name));
            Files.writeString(folder.resolve("config.json"), CONFIG);
            Files.write(folder.resolve(name), file.getValue());
            String own = refused(() -> HuggingFaceFolder.open(folder));
            refused(() -> HuggingFaceFolder.open(folder.resolve(name)));
            assertTrue(own.contains(folder.toString()), own);

            Path renamed = folder.resolve("model.safetensors");
            Files.write(renamed, file.getValue());
            String asOurs = refused(() -> HuggingFaceFolder.open(folder));
            assertTrue(asOurs.startsWith(renamed + ": is "), asOurs);
            refused(() -> SafetensorsFile.open(renamed));
            Files.delete(renamed);

            Files.write(folder.resolve("part.safetensors"), file.getValue());
            Files.writeString(
                    folder.resolve("model.safetensors.index.json"),
                    "{\"weight_map\": {\"model.norm.weight\": \"part.safetensors\"}}");
            String asShard = refused(() -> HuggingFaceFolder.open(folder));
            assertTrue(asShard.contains("part.safetensors: is "), asShard);

            Files.write(folder.resolve(PeftAdapter.WEIGHTS), file.getValue());
            String asAdapter = refused(() -> PeftAdapter.open(folder));
            assertTrue(asAdapter.contains(": is "), asAdapter);
        }
        assertFalse(Files.exists(dir.resolve("pwned")));
    }

    @Test
    void metasLayoutIsRefusedWithTheCommandThatConvertsIt() throws IOException {
        Files.write(dir.resolve("consolidated.00.pth"), torch("archive", "x"));
        Files.write(dir.resolve("consolidated.01.pth"), torch("archive", "x"));
        Files.writeString(dir.resolve("params.json"), "{\"dim\": 3072, \"use_scaled_rope\": true}");
        String refusal = refused(() -> HuggingFaceFolder.open(dir));
        assertTrue(refusal.contains("consolidated.00.pth and 1 more"), refusal);
        assertTrue(
                refusal.endsWith(
                        "--input_dir '%1$s' --output_dir '%1$s-hf' --llama_version 3.2 --num_shards 2"
                                .formatted(dir)),
                refusal);
    }

    @Test
    void aPickledAdapterIsRefusedWithTheCommandThatConvertsIt() throws IOException {
        Files.write(dir.resolve("adapter_model.bin"), torch("archive", "x"));
        String refusal = refused(() -> PeftAdapter.open(dir));
        assertTrue(
                refusal.contains("weights_only=True), '" + dir + "/adapter_model.safetensors')"));
    }

    @Test
    void eightBitFloatsAreRefusedByTheirName() throws IOException {
        byte[] header =
                "{\"w\":{\"dtype\":\"F8_E4M3\",\"shape\":[2],\"data_offsets\":[0,2]}}"
                        .getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + 2).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        Path path = Files.write(dir.resolve("f8.safetensors"), file.array());
        String refusal = refused(() -> SafetensorsFile.open(path));
        assertTrue(refusal.contains("\"F8_E4M3\" is an 8-bit float"), refusal);
    }

    /** A length of 640, of 0x04 bytes of the second page or alike begins as pickles do. */
    @Test
    void aSafetensorsFileThatBeginsLikeAPickleIsRead() throws IOException {
        for (int protocol = 2; protocol <= 5; protocol++) {
            int length = 0x80 + 256 * protocol;
            String header = "{}" + " ".repeat(length - 2);
            ByteBuffer file = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
            file.putLong(length).put(header.getBytes(StandardCharsets.UTF_8));
            Path path = Files.write(dir.resolve(protocol + ".safetensors"), file.array());
            try (SafetensorsFile read = SafetensorsFile.open(path)) {
                assertEquals(0, read.tensors().size());
            }
        }
    }

    private static String refused(org.junit.jupiter.api.function.Executable opening) {
        return assertThrows(UserException.class, opening).getMessage();
    }

    private static Map<String, byte[]> files(Path marker) throws IOException {
        String command = "touch " + marker;
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int protocol = 0; protocol <= 5; protocol++) {
            for (String end : List.of("pkl", "bin", "pt")) {
                files.put("p" + protocol + "." + end, pickle(protocol, command));
            }
        }
        files.put("memo.pkl", bytes("(dp0\nS'a'\ncos\nsystem\n(S'" + command + "'\ntRs."));
        files.put("list.pth", bytes("(lp0\ncos\nsystem\n(S'" + command + "'\ntRa."));
        files.put("binary-dict.bin", bytes("}q\0cos\nsystem\n(S'" + command + "'\ntRs."));
        files.put("instance.pkl", bytes("(ios\nsystem\nS'" + command + "'\n."));
        files.put("pytorch_model.bin", torch("archive", command));
        files.put("model.pt", torch("model", command));
        files.put("script.pt", torchScript(command));
        files.put("consolidated.00.pth", torch("consolidated", command));
        files.put("legacy.pt", legacyTorch(command));
        files.put("tar.pt", tar());
        files.put("weights.h5", bytes("\u0089HDF\r\n\u001a\n" + "\0".repeat(100)));
        files.put("late.h5", bytes("\0".repeat(512) + "\u0089HDF\r\n\u001a\n" + "\0".repeat(100)));
        files.put("objects.npy", bytes("\u0093NUMPY\1\0v\0{'descr': '|O', 'shape': (1,), }"));
        files.put("arrays.npz", zip("a.npy", bytes("\u0093NUMPY\1\0")));
        files.put("weights.keras", zip("config.json", bytes("{}")));
        files.put("objects.ser", javaObjects());
        files.put("model.gguf", bytes("GGUF\3\0\0\0" + "\0".repeat(16)));
        files.put("packed.bin", gzip(pickle(2, command)));
        files.put(
                "pointer.bin", bytes("version https://git-lfs.github.com/spec/v1\noid sha256:0\n"));
        files.put("page.bin", bytes("<!DOCTYPE html><html><script>1</script></html>"));
        return files;
    }

    /** os.system(command), as pickles say it. */
    private static byte[] pickle(int protocol, String command) {
        String head = protocol < 2 ? "" : "\u0080" + (char) protocol;
        return bytes(head + "cos\nsystem\n(S'" + command + "'\ntR.");
    }

    private static byte[] torch(String name, String command) throws IOException {
        return zip(name + "/data.pkl", pickle(2, command), name + "/version", bytes("3\n"));
    }

    private static byte[] torchScript(String command) throws IOException {
        byte[] code = bytes("class Model(Module):\n  def forward(self): ops.aten.system('x')\n");
        return zip("script/code/__torch__.py", code, "script/data.pkl", pickle(2, command));
    }

    /** The magic number that torch.save pickled first. */
    private static byte[] legacyTorch(String command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes("\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019."));
        out.writeBytes(pickle(2, command));
        return out.toByteArray();
    }

    private static byte[] tar() {
        byte[] block = new byte[1024];
        System.arraycopy(bytes("ustar\00000"), 0, block, 257, 8);
        System.arraycopy(bytes("storages"), 0, block, 0, 8);
        return block;
    }

    private static byte[] javaObjects() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(new ArrayList<>(List.of("a gadget would stand here")));
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] zip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
            }
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }
}
