package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.Continuation;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.EngineSettings;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "generate",
        description = "Continues a text, or a list of token ids.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cria generate --model base --adapter runs/mine/sft/adapter --chat --prompt \"What is LoRA?\"",
            "  cria generate --model base --ids 128000,791,8415 --max-new-tokens 20",
            "  cria generate --model base --chat --prompt \"Hi\" --temperature 0.7 --top-p 0.9 --n 3"
        })
final class GenerateCommand implements Callable<Integer> {

    /** What is continued. */
    static final class Start {
        @Option(names = "--prompt", paramLabel = "TEXT", description = "a text")
        String prompt;

        @Option(names = "--ids", paramLabel = "1,2,3", description = "token ids, as they are")
        String ids;
    }

    @Mixin ModelOptions model;

    @ArgGroup(multiplicity = "1")
    Start start;

    @Option(names = "--chat", description = "the prompt is what a user says to an assistant")
    boolean chat;

    @Option(
            names = "--max-new-tokens",
            defaultValue = "64",
            description = "default: ${DEFAULT-VALUE}")
    int maxNewTokens;

    @Mixin SamplingOptions sampling;

    @Option(names = "--ignore-eos", description = "go on after tokens that end a text")
    boolean ignoreEos;

    @Option(names = "--json", description = "print ids and text as JSON, an answer a line")
    boolean json;

    @Override
    public Integer call() {
        try (Engine engine = model.engine();
                OpenPolicy opened = model.open(engine);
                Tokenizer tokenizer = start.ids == null ? opened.tokenizer() : null;
                GenerationEngine generation =
                        new GenerationEngine(
                                Map.of(GenerationEngine.MODEL, opened.policy()),
                                tokenizer,
                                EngineSettings.of(opened.policy()))) {
            int[] prompt = prompt(opened, tokenizer);
            Set<Integer> stops = new HashSet<>(opened.model().config().eosTokenIds());
            if (chat && tokenizer != null) {
                stops.addAll(new ChatTemplate(tokenizer).stops());
            }
            Request request =
                    sampling.apply(
                            Request.of(prompt, maxNewTokens),
                            ignoreEos ? Set.of() : stops,
                            tokenizer);
            for (Answer answer : generation.generateAll(List.of(request)).get(0)) {
                print(prompt, answer, tokenizer);
            }
        }
        return 0;
    }

    private int[] prompt(OpenPolicy opened, Tokenizer tokenizer) {
        if (tokenizer == null) {
            return ids(start.ids);
        }
        return chat
                ? Continuation.chatPrompt(tokenizer, start.prompt)
                : Continuation.startOf(opened.policy(), tokenizer, start.prompt);
    }

    private void print(int[] prompt, Answer answer, Tokenizer tokenizer) {
        if (json) {
            System.out.println(AnswerJson.of(prompt, answer, tokenizer != null));
        } else if (tokenizer != null) {
            System.out.println(answer.text());
        } else {
            System.out.println(
                    String.join(
                            ",", Arrays.stream(answer.ids()).mapToObj(Integer::toString).toList()));
        }
    }

    private static int[] ids(String text) {
        try {
            return Arrays.stream(text.split(",", -1))
                    .mapToInt(id -> Integer.parseInt(id.strip()))
                    .toArray();
        } catch (NumberFormatException e) {
            throw new UserException(
                    "--ids: expected numbers such as 1,2,3, found '" + text + "'", e);
        }
    }
}
