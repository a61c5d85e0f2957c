package dev.cria.recipes.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.Continuation;
import dev.cria.recipes.job.OpenPolicy;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.Generator;
import dev.cria.trainer.generate.Sampler;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "generate", description = "Continues a text, or a list of token ids.")
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

    @Option(names = "--temperature", defaultValue = "0", description = "0: the likeliest token")
    double temperature;

    @Option(names = "--top-p", defaultValue = "1", description = "nucleus sampling")
    double topP;

    @Option(names = "--seed", defaultValue = "0", description = "of the draw")
    long seed;

    @Option(names = "--ignore-eos", description = "go on after tokens that end a text")
    boolean ignoreEos;

    @Option(names = "--json", description = "print ids and text as JSON")
    boolean json;

    @Override
    public Integer call() {
        try (Engine engine = model.engine();
                OpenPolicy opened = model.open(engine);
                Tokenizer tokenizer = start.ids == null ? opened.tokenizer() : null) {
            int[] prompt = prompt(opened, tokenizer);
            Set<Integer> stops = new HashSet<>(opened.model().config().eosTokenIds());
            Generator.Request request =
                    new Generator.Request(prompt, maxNewTokens, ignoreEos ? Set.of() : stops, seed);
            int[] ids =
                    new Generator(opened.policy())
                            .generate(request, new Sampler(temperature, topP), token -> {});
            print(prompt, ids, tokenizer);
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

    private void print(int[] prompt, int[] ids, Tokenizer tokenizer) {
        if (json) {
            ObjectNode node = new JsonMapper().createObjectNode();
            Arrays.stream(prompt).forEach(node.withArray("prompt_ids")::add);
            Arrays.stream(ids).forEach(node.withArray("ids")::add);
            if (tokenizer != null) {
                node.put("text", tokenizer.decode(ids));
            }
            System.out.println(node);
        } else if (tokenizer != null) {
            System.out.println(tokenizer.decode(ids));
        } else {
            System.out.println(
                    String.join(",", Arrays.stream(ids).mapToObj(Integer::toString).toList()));
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
