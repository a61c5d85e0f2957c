package dev.cria.checkpoints.foreign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to do with weights that Cria does not open: the command that makes safetensors of them. The
 * commands run other people's programs, so they are for files of a source that the user trusts.
 */
public final class Conversion {

    /** The last releases of transformers no longer hold the script that reads Meta's layout. */
    private static final String META_CONVERTER =
            "git clone --depth 1 -b v4.48.3 https://github.com/huggingface/transformers"
                    + " && pip install ./transformers torch accelerate tiktoken blobfile"
                    + " && python transformers/src/transformers/models/llama/convert_llama_weights_to_hf.py"
                    + " --input_dir '%s' --output_dir '%s-hf' --llama_version %s --num_shards %d";

    private static final String FOLDER_CONVERTER =
            "pip install torch transformers && python -c \"from transformers import AutoModelForCausalLM as M,"
                    + " AutoTokenizer as T; M.from_pretrained('%1$s', dtype='auto').save_pretrained('%1$s-safetensors');"
                    + " T.from_pretrained('%1$s').save_pretrained('%1$s-safetensors')\"";

    private static final String FILE_CONVERTER =
            "pip install torch safetensors && python -c \"import torch, safetensors.torch as s;"
                    + " s.save_file(torch.load('%s', map_location='cpu', weights_only=True), '%s')\"";

    private static final String GGUF_CONVERTER =
            "pip install torch transformers gguf && python -c \"from transformers import AutoModelForCausalLM as M;"
                    + " M.from_pretrained('%s', gguf_file='%s').save_pretrained('%s')\"";

    private static final long MAX_PARAMS_BYTES = 1 << 20;

    private Conversion() {}

    /**
     * Why a folder without safetensors is no model, and how to make one of it.
     *
     * @param missing what was looked for
     */
    public static UserException ofModelFolder(Path folder, String missing) {
        List<Path> files = files(folder);
        List<Path> shards =
                files.stream().filter(f -> name(f).matches("consolidated\\.\\d+\\.\\w+")).toList();
        if (!shards.isEmpty()) {
            return new UserException(
                    "%s holds Meta's original layout (%s%s): pickles, which Cria does not open. The same model is published as safetensors too; or convert it (add --instruct for an Instruct model): %s"
                            .formatted(
                                    folder,
                                    name(shards.get(0)),
                                    shards.size() > 1
                                            ? " and " + (shards.size() - 1) + " more"
                                            : "",
                                    meta(folder, shards.size())));
        }
        for (Path file : files) {
            Optional<ForeignFormat> format = ForeignFormat.of(file);
            if (format.isPresent() && !name(file).endsWith(".json")) {
                return new UserException(
                        "%s holds no %s, but %s, which is %s; %s"
                                .formatted(
                                        folder,
                                        missing,
                                        name(file),
                                        format.get().description(),
                                        advice(format.get(), file, true)));
            }
        }
        return new UserException(
                "%s holds no %s; expected a Hugging Face folder with weights as safetensors"
                        .formatted(folder, missing));
    }

    /** Why a single file is no safetensors file, and how to make one of it. */
    public static String ofFile(ForeignFormat format, Path file) {
        return "is %s, not safetensors, and is not opened; %s"
                .formatted(format.description(), advice(format, file, false));
    }

    private static String advice(ForeignFormat format, Path file, boolean inModelFolder) {
        String path = quotable(file);
        String folder = quotable(parent(file));
        if (format.isTorch()) {
            return "convert it, if you trust where it comes from: "
                    + (inModelFolder
                            ? FOLDER_CONVERTER.formatted(folder)
                            : FILE_CONVERTER.formatted(path, renamed(path)));
        }
        return switch (format) {
            case GGUF ->
                    "Cria trains from safetensors: "
                            + GGUF_CONVERTER.formatted(folder, name(file), folder + "-safetensors");
            case LFS_POINTER -> "fetch it: git -C '%s' lfs pull".formatted(folder);
            case WEB_PAGE -> "the download has failed; download it again";
            case COMPRESSED, ZIP, TAR -> "unpack it, and give the folder with the safetensors";
            default -> "save the model as safetensors with the program that wrote it";
        };
    }

    private static String meta(Path folder, int shards) {
        String path = quotable(folder);
        return META_CONVERTER.formatted(path, path, version(folder.resolve("params.json")), shards);
    }

    /** 3 does not stretch the rotary frequencies; 3.2 is narrower than 3.1. */
    private static String version(Path params) {
        try {
            ObjectNode json = Json.readObject(params, MAX_PARAMS_BYTES);
            boolean narrow = json.path("dim").asInt(4096) < 4096;
            return json.path("use_scaled_rope").asBoolean() ? narrow ? "3.2" : "3.1" : "3";
        } catch (UserException unknown) {
            return "3.1";
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static String renamed(String path) {
        String end = path.endsWith(".safetensors") ? "-converted.safetensors" : ".safetensors";
        return path.replaceFirst("\\.\\w+$", "") + end;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }

    /** A path that can stand between single quotes in a shell and in Python. */
    private static String quotable(Path path) {
        String text = path.toString();
        return text.matches("[\\w./ @+:=,~-]+") ? text : "PATH";
    }
}
