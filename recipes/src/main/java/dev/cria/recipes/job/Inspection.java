package dev.cria.recipes.job;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.gguf.GgufFile;
import dev.cria.checkpoints.huggingface.HuggingFaceFolder;
import dev.cria.checkpoints.peft.PeftAdapter;
import dev.cria.checkpoints.safetensors.SafetensorsFile;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks into any file or folder that Cria knows. */
public final class Inspection {

    private static final JsonMapper JSON = new JsonMapper();

    private Inspection() {}

    /** What a path holds, as JSON. */
    public static ObjectNode of(Path path) {
        ObjectNode root = JSON.createObjectNode();
        root.put("path", path.toString());
        if (!Files.exists(path)) {
            throw new UserException(path + ": does not exist");
        }
        if (Files.isDirectory(path)) {
            folder(path, root);
        } else {
            file(path, root);
        }
        return root;
    }

    private static void folder(Path path, ObjectNode root) {
        if (Files.exists(path.resolve("adapter_config.json"))) {
            try (PeftAdapter adapter = PeftAdapter.open(path)) {
                root.put("kind", "PEFT adapter");
                root.set("config", JSON.valueToTree(adapter.config()));
                tensors(adapter.tensors().tensors(), root);
            }
        } else if (Files.exists(path.resolve("config.json"))) {
            try (HuggingFaceFolder model = HuggingFaceFolder.open(path)) {
                root.put("kind", "Hugging Face model");
                root.put("parameters", model.config().numParameters());
                root.set("config", JSON.valueToTree(model.config()));
                tensors(model.tensors().tensors(), root);
            }
        } else if (Files.exists(path.resolve("MANIFEST.json"))) {
            root.put("kind", "checkpoint");
        } else if (Files.exists(path.resolve("resolved-recipe.yaml"))) {
            root.put("kind", "run folder");
        } else {
            root.put("kind", "folder");
        }
        ObjectNode files = root.putObject("files");
        for (Path file : filesOf(path)) {
            files.put(
                    path.relativize(file).toString(),
                    size(file) + " bytes, sha256 " + sha256(file));
        }
    }

    private static void file(Path path, ObjectNode root) {
        String name = path.getFileName().toString();
        root.put("bytes", size(path));
        root.put("sha256", sha256(path));
        if (name.endsWith(".safetensors")) {
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                root.put("kind", "safetensors");
                root.set("metadata", JSON.valueToTree(file.metadata()));
                tensors(file.tensors(), root);
            }
        } else if (name.endsWith(".gguf")) {
            gguf(path, root);
        } else if (name.endsWith(".parquet")) {
            root.put("kind", "Parquet documents");
            root.put("documents", documents(path));
        } else if (name.equals("tokenizer.json") || name.equals("tokenizer.model")) {
            try (Tokenizer tokenizer = Tokenizers.load(path)) {
                root.put("kind", "tokenizer");
                root.put("tokens", tokenizer.vocabSize());
            }
        } else {
            throw new UserException(
                    path
                            + ": unknown kind of file; expected .safetensors, .gguf, .parquet, tokenizer.json or tokenizer.model, or a folder");
        }
    }

    private static long documents(Path path) {
        long count = 0;
        try (DocumentReader documents = DocumentReader.open(path, new BadRows(0))) {
            for (; documents.hasNext(); documents.next()) {
                count++;
            }
        }
        return count;
    }

    private static void gguf(Path path, ObjectNode root) {
        GgufFile file = GgufFile.open(path);
        root.put("kind", "GGUF");
        ObjectNode metadata = root.putObject("metadata");
        file.metadata()
                .forEach(
                        (key, value) -> {
                            boolean list = value instanceof List<?>;
                            metadata.put(
                                    key,
                                    list ? ((List<?>) value).size() + " values" : value.toString());
                        });
        ObjectNode tensors = root.putObject("tensors");
        file.tensors()
                .forEach((name, tensor) -> tensors.put(name, tensor.type() + " " + tensor.shape()));
    }

    private static void tensors(Map<String, TensorInfo> infos, ObjectNode root) {
        ObjectNode tensors = root.putObject("tensors");
        infos.forEach((name, info) -> tensors.put(name, info.dtype() + " " + info.shape().dims()));
    }

    private static List<Path> filesOf(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
