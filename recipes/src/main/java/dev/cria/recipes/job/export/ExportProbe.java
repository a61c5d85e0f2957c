package dev.cria.recipes.job.export;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.tensors.TensorSource;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.Continuation;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.evaluate.Answers;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.weight.BaseType;
import dev.cria.trainer.weight.FrozenWeights;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Loads what was exported, runs it over a text, and compares its answers with those of the policy
 * that was exported. Of the exported model one layer is in memory at a time, or what is mapped.
 */
public final class ExportProbe {

    private static final int MAX_TOKENS = 512;
    private static final int RANDOM_TOKENS = 64;

    private final int[] ids;
    private Policy answered;
    private Answers expected;

    private ExportProbe(int[] ids) {
        this.ids = ids;
    }

    /**
     * The probe of a model.
     *
     * @param text a file in UTF-8; null for the text that comes with Cria
     */
    public static ExportProbe of(OpenPolicy opened, Path text) {
        LlamaConfig config = opened.model().config();
        int most = Math.min(MAX_TOKENS, config.maxPositionEmbeddings());
        if (OpenPolicy.tokenizerFiles(opened.folder()).isEmpty()) {
            if (text != null) {
                throw new UserException(
                        "%s has no tokenizer to read verify_text %s with"
                                .formatted(opened.folder(), text));
            }
            int count = Math.min(RANDOM_TOKENS, most);
            return new ExportProbe(
                    new SplittableRandom(1).ints(count, 0, config.vocabSize()).toArray());
        }
        try (Tokenizer tokenizer = opened.tokenizer()) {
            int[] ids = Continuation.startOf(opened.policy(), tokenizer, read(text));
            if (ids.length < 2) {
                throw new UserException(text + ": verify_text needs two tokens at least");
            }
            return new ExportProbe(ids.length > most ? Arrays.copyOf(ids, most) : ids);
        }
    }

    private static String read(Path text) {
        try {
            if (text != null) {
                return Files.readString(text);
            }
            try (InputStream in = ExportProbe.class.getResourceAsStream("probe.txt")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            if (text == null) {
                throw new UncheckedIOException(e);
            }
            throw new UserException(text + ": cannot be read as UTF-8: " + e, e);
        }
    }

    /** Checks a Hugging Face folder. */
    String folder(Policy policy, Path folder, ExportBound bound) {
        FrozenWeights mapped = FrozenWeights.all(BaseType.AUTO, null);
        try (LlamaModel model = ModelLoader.load(policy.engine(), folder, mapped)) {
            requireSame(policy.exportedConfig(), model.config(), folder);
            return compare(policy, Policy.of(model), bound, folder);
        }
    }

    /** Checks a PEFT folder, over the model that the policy has under its adapter. */
    String adapter(Policy policy, Path folder) {
        try (LoraAdapter adapter = LoraAdapter.load(policy.model(), folder)) {
            return compare(
                    policy, new Policy(policy.model(), adapter), ExportBound.of("F32"), folder);
        }
    }

    /**
     * Checks a file of another format.
     *
     * @param source its tensors by their Hugging Face names; closed at the end
     */
    String streamed(Policy policy, TensorSource source, Path file, ExportBound bound) {
        LlamaConfig config = policy.exportedConfig();
        try (LlamaModel model = ModelLoader.streamed(policy.engine(), config, source)) {
            return compare(policy, Policy.of(model), bound, file);
        }
    }

    private String compare(Policy policy, Policy written, ExportBound bound, Path what) {
        if (answered != policy) {
            expected = Answers.of(policy, ids);
            answered = policy;
        }
        return bound.require(expected.compare(Answers.of(written, ids)), what.toString());
    }

    private static void requireSame(LlamaConfig asked, LlamaConfig written, Path folder) {
        LlamaConfig expected = asked.withDtype(written.dtype());
        if (!expected.equals(written)) {
            throw new UserException(
                    "%s: config.json was written as %s, expected %s"
                            .formatted(folder, written, expected));
        }
    }
}
