package dev.cria.recipes.guard;

import dev.cria.checkpoints.UserException;
import dev.cria.data.pipeline.TextScorer;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.evaluate.Likelihood;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.AnswerListener;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.weight.BaseType;
import dev.cria.trainer.weight.FrozenWeights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A checkpoint of Llama Guard 3. The score is the probability of {@code unsafe} as the first token
 * of the answer (model card of Llama-Guard-3-8B), of the worst stretch of the text. Texts are
 * judged one after another, the stretches of one together: so a score depends on nothing else.
 */
final class LlamaGuard implements TextScorer {

    private static final int ANSWER_TOKENS = 32;
    private static final Pattern CATEGORY = Pattern.compile("S[1-9][0-9]?");

    private final LlamaModel model;
    private final Policy policy;
    private final Tokenizer tokenizer;
    private final GuardPrompt prompt;
    private final Settings settings;

    /**
     * How to judge.
     *
     * @param stretchTokens tokens of a text that are judged at once
     * @param stretches how many such stretches of a text are judged, from its beginning
     * @param threshold from which the model is asked for the categories
     */
    record Settings(
            String role,
            List<String> categories,
            int stretchTokens,
            int stretches,
            double threshold) {}

    private LlamaGuard(LlamaModel model, Tokenizer tokenizer, Settings settings) {
        this.model = model;
        this.policy = Policy.of(model);
        this.tokenizer = tokenizer;
        this.settings = settings;
        prompt = new GuardPrompt(tokenizer, settings.role(), settings.categories());
    }

    /**
     * Opens a model folder.
     *
     * @throws UserException when its tokenizer is not that of Llama 3, or stretches are too long
     */
    static LlamaGuard open(Engine engine, Path folder, Settings settings) {
        LlamaModel model = ModelLoader.load(engine, folder, FrozenWeights.all(BaseType.AUTO, null));
        Tokenizer tokenizer = null;
        try {
            tokenizer = Tokenizers.load(folder);
            LlamaGuard guard = new LlamaGuard(model, tokenizer, settings);
            guard.requireFits(folder);
            return guard;
        } catch (RuntimeException failure) {
            model.close();
            if (tokenizer != null) {
                tokenizer.close();
            }
            throw failure;
        }
    }

    private void requireFits(Path folder) {
        prompt.unsafe();
        int longest = prompt.of("").length + settings.stretchTokens() + ANSWER_TOKENS;
        int positions = model.config().maxPositionEmbeddings();
        if (tokenizer.vocabSize() > model.config().vocabSize() || longest > positions) {
            throw new UserException(
                    "llama_guard: %s has %d tokens and %d positions; its tokenizer has %d tokens, and %d positions are needed: lower max_tokens, or use another model"
                            .formatted(
                                    folder,
                                    model.config().vocabSize(),
                                    positions,
                                    tokenizer.vocabSize(),
                                    longest));
        }
    }

    /** The prompts of a text, one for each stretch of it. */
    List<int[]> prompts(String text) {
        return prompt.stretches(text, settings.stretchTokens(), settings.stretches()).stream()
                .map(prompt::of)
                .toList();
    }

    /** For the thread that made the engine. */
    @Override
    public Judgement judge(String text) {
        List<int[]> prompts = prompts(text);
        double[] unsafe = Likelihood.ofNext(policy, prompts, prompt.unsafe());
        int worst = 0;
        for (int i = 1; i < unsafe.length; i++) {
            worst = unsafe[i] > unsafe[worst] ? i : worst;
        }
        return new Judgement(
                unsafe[worst],
                unsafe[worst] < settings.threshold() ? List.of() : ask(prompts.get(worst)));
    }

    /** What the model says after {@code unsafe}. */
    private List<String> ask(int[] asked) {
        int[] said = tokenizer.encodeOrdinary("unsafe\n");
        int[] all = Arrays.copyOf(asked, asked.length + said.length);
        System.arraycopy(said, 0, all, asked.length, said.length);
        Request request =
                Request.of(all, ANSWER_TOKENS - said.length)
                        .withStops(Set.of(tokenizer.requireTokenId("<|eot_id|>")), List.of());
        try (GenerationEngine generation = new GenerationEngine(policy)) {
            Answer answer = generation.generate(request, AnswerListener.NONE);
            return categories(tokenizer.decode(answer.ids()), settings.categories().size());
        }
    }

    /** The categories that an answer names, of those that there are. */
    static List<String> categories(String answer, int count) {
        Set<String> found = new LinkedHashSet<>();
        CATEGORY.matcher(answer)
                .results()
                .map(MatchResult::group)
                .filter(name -> Integer.parseInt(name.substring(1)) <= count)
                .forEach(found::add);
        return List.copyOf(found);
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
