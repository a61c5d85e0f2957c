package dev.cria.trainer.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.PagedCache;
import dev.cria.trainer.pass.Policy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An answer depends on its request only: the same tokens, and log-probabilities to the last bit.
 */
final class GenerationInvarianceTest {

    private static final int PAGE = 8;

    @ParameterizedTest(name = "{0} threads, {1} wide, {2} and {3} heads, packed {4}")
    @CsvSource({
        "2, 32, 4, 2, true",
        "2, 32, 4, 2, false",
        "1, 32, 4, 4, true",
        "3, 48, 6, 2, true",
        "2, 768, 12, 4, true",
        "2, 192, 3, 1, true",
        "2, 192, 3, 1, false"
    })
    void sameAloneInABatchOf32InAnyOrderAndWhenPreempted(
            int threads, int width, int heads, int kv, boolean packs) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Engine.useThreads(threads);
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, config(width, heads, kv), seed)) {
            Policy policy = Policy.of(model);
            List<Request> requests = requests(new Random(seed));
            List<Answer> alone = new ArrayList<>();
            for (Request request : requests) {
                alone.addAll(run(policy, packs, 10_000, PAGE, List.of(request)).get(0));
            }
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, requests.size()).boxed().toList());
            assertSame(alone, order, run(policy, packs, 10_000, PAGE, requests), "together");
            Collections.shuffle(order, new Random(seed));
            List<Request> shuffled = order.stream().map(requests::get).toList();
            assertSame(
                    alone, order, run(policy, packs, 10_000, PAGE, shuffled), "in another order");
            assertSame(alone, order, run(policy, packs, 23, PAGE, shuffled), "with little memory");
        } finally {
            Engine.useThreads(0);
        }
    }

    private static void assertSame(
            List<Answer> alone, List<Integer> order, List<List<Answer>> answers, String how) {
        for (int i = 0; i < order.size(); i++) {
            Answer expected = alone.get(order.get(i));
            Answer actual = answers.get(i).get(0);
            String what = how + ", request " + order.get(i);
            assertArrayEquals(expected.ids(), actual.ids(), what);
            assertArrayEquals(expected.logProbs(), actual.logProbs(), 0f, what);
            assertEquals(expected.top(), actual.top(), what);
        }
    }

    private static List<List<Answer>> run(
            Policy policy, boolean packs, int pages, int pageTokens, List<Request> requests) {
        long page =
                PagedCache.bytesPerPage(
                        policy.model().config(), policy.engine().computeType(), pageTokens);
        long arrays = policy.engine().liveArrays();
        EngineSettings settings =
                new EngineSettings(
                        pages * page, pageTokens, 64, 20, packs && policy.engine().packs());
        List<List<Answer>> answers;
        try (GenerationEngine generation =
                new GenerationEngine(Map.of(GenerationEngine.MODEL, policy), null, settings)) {
            answers = generation.generateAll(requests);
            assertEquals(0, generation.pagesInUse());
            boolean little = pages < 100;
            assertTrue(!little || generation.preemptions() > 0, "nothing was preempted");
        }
        assertEquals(arrays, policy.engine().liveArrays());
        return answers;
    }

    /** Thirty-two, of which some begin alike, drawn in every way. */
    private static List<Request> requests(Random random) {
        int[] common = random.ints(3 * PAGE + 2, 0, 97).toArray();
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            int[] own = random.ints(1 + random.nextInt(40), 0, 97).toArray();
            int[] prompt =
                    i % 3 == 0
                            ? own
                            : IntStream.concat(
                                            IntStream.of(common).limit(8L + random.nextInt(19)),
                                            IntStream.of(own))
                                    .toArray();
            Sampling sampling =
                    switch (i % 4) {
                        case 0 -> Sampling.at(1);
                        case 1 -> new Sampling(0.8, 20, 0.9, 0.01, 1.2);
                        case 2 -> new Sampling(1.3, 0, 0.95, 0, 1);
                        default -> Sampling.greedy();
                    };
            requests.add(
                    Request.of(prompt, 8 + random.nextInt(16))
                            .with(sampling, random.nextLong())
                            .withLogProbs(3));
        }
        return requests;
    }

    private static LlamaConfig config(int width, int heads, int kv) {
        return TinyModels.config().toBuilder()
                .hiddenSize(width)
                .intermediateSize(2 * width)
                .numHeads(heads)
                .numKvHeads(kv)
                .headDim(width / heads)
                .build();
    }
}
