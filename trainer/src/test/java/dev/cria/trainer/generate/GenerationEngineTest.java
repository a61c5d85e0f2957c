package dev.cria.trainer.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.peft.LoraConfig;
import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.adapt.LoraAdapter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Forward;
import dev.cria.trainer.pass.PagedCache;
import dev.cria.trainer.pass.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GenerationEngineTest {

    private static final int PAGE = 16;
    private static final int[] PROMPT = new Random(3).ints(40, 0, 97).toArray();

    private final Engine engine = Engine.cpu();
    private final LlamaModel model = ModelLoader.random(engine, TinyModels.config(), 5);
    private final Policy policy = Policy.of(model);
    private long arrays;

    @BeforeEach
    void count() {
        arrays = engine.liveArrays();
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(arrays, engine.liveArrays());
        model.close();
        engine.close();
    }

    private GenerationEngine engine(int pages, int maxRunning) {
        return engine(Map.of(GenerationEngine.MODEL, policy), pages, maxRunning);
    }

    private GenerationEngine engine(Map<String, Policy> policies, int pages, int maxRunning) {
        long page = PagedCache.bytesPerPage(model.config(), engine.computeType(), PAGE);
        return new GenerationEngine(
                policies,
                null,
                new EngineSettings(pages * page, PAGE, maxRunning, 13, policy.engine().packs()));
    }

    @Test
    void logProbabilitiesAreThoseOfAForwardPassOverTheWholeText() {
        try (GenerationEngine generation = engine(50, 8)) {
            Request request =
                    Request.of(PROMPT, 30).with(Sampling.at(1), 4).withSamples(3).withLogProbs(2);
            for (Answer answer : generation.generateAll(List.of(request)).get(0)) {
                assertLogProbs(policy, PROMPT, answer);
                for (int i = 0; i < 30; i++) {
                    List<TokenLogProb> top = answer.top().get(i);
                    assertEquals(2, top.size());
                    assertTrue(top.get(0).logProb() >= top.get(1).logProb());
                    assertTrue(top.get(0).logProb() >= answer.logProbs()[i]);
                }
            }
        }
    }

    private static void assertLogProbs(Policy policy, int[] prompt, Answer answer) {
        int[] ids = IntStream.concat(IntStream.of(prompt), IntStream.of(answer.ids())).toArray();
        boolean[] target = new boolean[ids.length];
        Arrays.fill(target, prompt.length, ids.length, true);
        Batch batch = BatchBuilder.ofExamples(List.of(new TokenizedExample(ids, target, "answer")));
        assertArrayEquals(Forward.logProbs(policy, batch), answer.logProbs(), 1e-4f);
    }

    @Test
    void samplesShareThePagesOfTheirPrompt() {
        try (GenerationEngine generation = engine(100, 64)) {
            Request request = Request.of(PROMPT, 4).with(Sampling.at(1), 1).withSamples(20);
            generation.submit(request, AnswerListener.NONE);
            int most = 0;
            while (generation.step()) {
                most = Math.max(most, generation.pagesInUse());
            }
            // Two full pages of the prompt for all, and one page of its own for each.
            assertEquals(2 + 20, most);
        }
    }

    @Test
    void promptsThatBeginAlikeShareFullPagesAlsoLater() {
        try (GenerationEngine generation = engine(100, 64)) {
            int[] other = PROMPT.clone();
            other[36]++;
            other[36] %= 97;
            generation.submit(Request.of(PROMPT, 4), AnswerListener.NONE);
            generation.submit(Request.of(other, 4), AnswerListener.NONE);
            int most = 0;
            while (generation.step()) {
                most = Math.max(most, generation.pagesInUse());
            }
            assertEquals(2 + 2, most);
            assertEquals(0, generation.pagesInUse());
            int[] third = PROMPT.clone();
            third[39] = (third[39] + 1) % 97;
            generation.submit(Request.of(third, 4), AnswerListener.NONE);
            generation.step();
            // The two pages are found, so that a single step reads the rest of the prompt.
            generation.step();
            assertEquals(3, generation.pagesInUse());
        }
    }

    @Test
    void aPromptThatIsInMemoryIsNotComputedAgain() {
        try (GenerationEngine generation = engine(100, 64)) {
            generation.generate(Request.of(PROMPT, 4), AnswerListener.NONE);
            long before = generation.computedTokens();
            // The last token that was generated is not run.
            assertEquals(40 + 3, before);
            Ticket again = generation.submit(Request.of(PROMPT, 4), AnswerListener.NONE);
            while (!again.isDone()) {
                generation.step();
            }
            assertEquals(32, again.cachedTokens());
            assertEquals(8 + 3, generation.computedTokens() - before);
        }
    }

    @Test
    void penaltiesCountWhatTheAnswerHas() {
        double frequency = 0.3;
        double presence = 0.7;
        Sampling sampling = Sampling.greedy().withPenalties(frequency, presence);
        try (GenerationEngine generation = engine(100, 64)) {
            Request request = Request.of(PROMPT, 60).with(sampling, 0).withLogProbs(97);
            Answer answer = generation.generate(request, AnswerListener.NONE);
            int[] counts = new int[97];
            int penalised = 0;
            for (int i = 0; i < 60; i++) {
                TokenLogProb best = null;
                double most = Double.NEGATIVE_INFINITY;
                for (TokenLogProb token : answer.top().get(i)) {
                    int count = counts[token.id()];
                    double value = token.logProb() - frequency * count - (count > 0 ? presence : 0);
                    if (value > most) {
                        most = value;
                        best = token;
                    }
                }
                assertEquals(best.id(), answer.ids()[i], "token " + i);
                penalised += best.id() == answer.top().get(i).get(0).id() ? 0 : 1;
                counts[best.id()]++;
            }
            assertTrue(penalised > 0, "no penalty had an effect");
        }
    }

    @Test
    void moreSamplesThanRunAtATimeAreTheSame() {
        Request request = Request.of(PROMPT, 12).with(Sampling.at(1), 9).withSamples(11);
        List<Answer> all;
        try (GenerationEngine generation = engine(100, 64)) {
            all = generation.generateAll(List.of(request)).get(0);
        }
        try (GenerationEngine generation = engine(100, 3)) {
            List<Answer> few = generation.generateAll(List.of(request)).get(0);
            for (int i = 0; i < 11; i++) {
                assertArrayEquals(all.get(i).ids(), few.get(i).ids(), "sample " + i);
            }
        }
        long different = all.stream().map(a -> Arrays.toString(a.ids())).distinct().count();
        assertEquals(11, different);
    }

    @Test
    void adaptersOfOneBatchAnswerAsAlone() {
        LoraConfig all = new LoraConfig(4, 64, 0, LoraConfig.ALL_TARGETS, false, "");
        LoraConfig few = new LoraConfig(2, 8, 0, List.of("v_proj", "up_proj"), true, "");
        try (LoraAdapter one = randomAdapter(all, 1);
                LoraAdapter two = randomAdapter(few, 2);
                LoraAdapter dora = randomAdapter(all.withDora(true), 3);
                LoraAdapter head = randomAdapter(few.withSaved(List.of("lm_head"), false), 4)) {
            Map<String, Policy> policies = new LinkedHashMap<>();
            policies.put(GenerationEngine.MODEL, policy);
            policies.put("one", new Policy(model, one));
            policies.put("two", new Policy(model, two));
            policies.put("dora", new Policy(model, dora));
            policies.put("head", new Policy(model, head));
            List<String> names = List.copyOf(policies.keySet());
            List<Request> requests = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String name = names.get(i % names.size());
                requests.add(
                        Request.of(PROMPT, 8)
                                .with(Sampling.at(1), i)
                                .withLogProbs(0)
                                .withAdapter(name));
            }
            try (GenerationEngine generation = engine(policies, 100, 64)) {
                List<List<Answer>> together = generation.generateAll(requests);
                for (int i = 0; i < requests.size(); i++) {
                    Answer answer = together.get(i).get(0);
                    assertLogProbs(policies.get(requests.get(i).adapter()), PROMPT, answer);
                    try (GenerationEngine apart = engine(policies, 100, 64)) {
                        Answer alone = apart.generateAll(List.of(requests.get(i))).get(0).get(0);
                        assertArrayEquals(alone.ids(), answer.ids());
                        assertArrayEquals(alone.logProbs(), answer.logProbs(), 0f);
                    }
                }
            }
        }
    }

    @Test
    void stopIdsEndAnAnswerAndAreNotPartOfIt() {
        try (GenerationEngine generation = engine(100, 64)) {
            int[] free = generation.generate(Request.of(PROMPT, 20), AnswerListener.NONE).ids();
            int stop = free[10];
            int first = IntStream.range(0, 20).filter(i -> free[i] == stop).findFirst().orElse(-1);
            Request request = Request.of(PROMPT, 20).withStops(Set.of(stop), List.of());
            Answer answer = generation.generate(request, AnswerListener.NONE);
            assertArrayEquals(Arrays.copyOf(free, first), answer.ids());
            assertEquals(Finish.STOP_TOKEN, answer.finish());
        }
    }

    @Test
    void whatCanNeverRunIsRefused() {
        try (GenerationEngine generation = engine(4, 8)) {
            assertRefused(generation, Request.of(new int[0], 4), "the prompt is empty");
            assertRefused(generation, Request.of(new int[] {97}, 4), "token id 97 is outside");
            assertRefused(generation, Request.of(PROMPT, 60), "need 7 pages of keys and values");
            assertRefused(generation, Request.of(PROMPT, 100), "exceed the model's 128 positions");
            assertRefused(generation, Request.of(PROMPT, 0), "max_new_tokens: expected at least 1");
            assertRefused(
                    generation,
                    Request.of(PROMPT, 4).withStops(Set.of(), List.of("x")),
                    "need a tokenizer");
            assertRefused(
                    generation, Request.of(PROMPT, 4).withAdapter("x"), "there is no adapter 'x'");
            assertEquals(
                    24,
                    generation.generate(Request.of(PROMPT, 24), AnswerListener.NONE).ids().length);
        }
    }

    private static void assertRefused(GenerationEngine generation, Request request, String says) {
        UserException refused =
                assertThrows(
                        UserException.class, () -> generation.submit(request, AnswerListener.NONE));
        assertTrue(refused.getMessage().contains(says), refused.getMessage());
    }

    @Test
    void aCancelledRequestEndsWhereItIs() {
        try (GenerationEngine generation = engine(100, 64)) {
            Request request = Request.of(PROMPT, 50).withSamples(2);
            Ticket cancelled = generation.submit(request, AnswerListener.NONE);
            Ticket other = generation.submit(Request.of(PROMPT, 50), AnswerListener.NONE);
            for (int i = 0; i < 20; i++) {
                generation.step();
            }
            cancelled.cancel();
            while (generation.step()) {
                // to the end of the other
            }
            for (Answer answer : cancelled.answers()) {
                assertEquals(Finish.CANCELLED, answer.finish());
                assertTrue(answer.ids().length > 0 && answer.ids().length < 50);
            }
            assertEquals(50, other.answers().get(0).ids().length);
            assertEquals(0, generation.pagesInUse());
        }
    }

    @Test
    void requestsOfOtherThreadsAreAnswered() throws Exception {
        try (GenerationEngine generation = engine(100, 64)) {
            List<CompletableFuture<List<Answer>>> futures = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Request request = Request.of(PROMPT, 5).with(Sampling.at(1), i);
                futures.add(
                        CompletableFuture.supplyAsync(
                                () -> generation.submit(request, AnswerListener.NONE).answers(),
                                task -> new Thread(task).start()));
            }
            CompletableFuture<Void> all =
                    CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                            .thenRun(generation::stop);
            generation.run();
            all.join();
            for (int i = 0; i < 8; i++) {
                Request request = Request.of(PROMPT, 5).with(Sampling.at(1), i);
                int[] alone = generation.generate(request, AnswerListener.NONE).ids();
                assertArrayEquals(alone, futures.get(i).get().get(0).ids());
            }
        }
    }

    private LoraAdapter randomAdapter(LoraConfig config, long seed) {
        LoraAdapter adapter = LoraAdapter.create(model, config, seed);
        adapter.parameters().stream()
                .filter(parameter -> parameter.name().contains("lora_B"))
                .forEach(
                        parameter -> {
                            try (var scope = engine.newScope()) {
                                var values =
                                        ModelLoader.normal(
                                                scope, parameter.value().getShape(), 0.1, seed);
                                engine.call("fill", scope)
                                        .with(parameter.value())
                                        .with(values)
                                        .run();
                            }
                        });
        return adapter;
    }
}
