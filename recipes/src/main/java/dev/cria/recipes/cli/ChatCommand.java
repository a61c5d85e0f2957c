package dev.cria.recipes.cli;

import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.chat.ChatSession;
import dev.cria.recipes.chat.ChatSettings;
import dev.cria.recipes.chat.LineSource;
import dev.cria.recipes.chat.PlainLines;
import dev.cria.recipes.chat.TerminalLines;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.EngineSettings;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Sampling;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "chat",
        description = "A conversation with a model in the terminal; /help says what can be typed.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  cria chat --model runs/quickstart/pretrain/model --adapter runs/quickstart/sft/adapter",
            "  cria chat --model DIR --system 'Answer in Chinese.' --temperature 0 --verbose",
            "  echo 'What is a llama?' | cria chat --model DIR"
        })
final class ChatCommand implements Callable<Integer> {

    private static final int MOST_SEEDS = 1_000_000;

    /** Set by scripts/cria where somebody sits at a terminal. */
    private static final String TYPED = "cria.typed";

    @Mixin ModelOptions model;

    @Option(names = "--system", paramLabel = "TEXT", description = "what the model goes by")
    String system = "";

    @Option(
            names = "--temperature",
            defaultValue = "0.6",
            description = "0: the likeliest token; default: ${DEFAULT-VALUE}")
    double temperature;

    @Option(
            names = "--top-p",
            defaultValue = "0.9",
            description = "nucleus sampling; default: ${DEFAULT-VALUE}")
    double topP;

    @Option(names = "--top-k", defaultValue = "0", description = "so many likeliest tokens; 0: all")
    int topK;

    @Option(
            names = "--max-new-tokens",
            defaultValue = "1024",
            description = "tokens of an answer, at most; default: ${DEFAULT-VALUE}")
    int maxNewTokens;

    @Option(names = "--seed", description = "of the first answer; otherwise another one each time")
    Long seed;

    @Option(names = "--verbose", description = "times after each answer, as Ollama tells them")
    boolean verbose;

    @Option(
            names = "--no-history",
            negatable = false,
            description = "keeps no file of the lines that were typed")
    boolean noHistory;

    @Override
    public Integer call() {
        Sampling sampling = new Sampling(temperature, topK, topP, 0, 1);
        long begin = System.nanoTime();
        try (Engine engine = model.engine();
                OpenPolicy opened = model.open(engine);
                Tokenizer tokenizer = opened.tokenizer();
                GenerationEngine generation =
                        new GenerationEngine(
                                Map.of(GenerationEngine.MODEL, opened.policy()),
                                tokenizer,
                                EngineSettings.of(opened.policy()));
                LineSource lines = lines()) {
            ChatTemplate template = new ChatTemplate(tokenizer);
            Set<Integer> stops = new HashSet<>(opened.model().config().eosTokenIds());
            stops.addAll(template.stops());
            long first = seed == null ? ThreadLocalRandom.current().nextInt(MOST_SEEDS) : seed;
            ChatSession session =
                    new ChatSession(
                            generation,
                            template,
                            stops,
                            opened.model().config().maxPositionEmbeddings(),
                            new ChatSettings(sampling, first, maxNewTokens),
                            lines,
                            System.out);
            session.setSystem(system);
            if (verbose) {
                session.setVerbose(System.nanoTime() - begin);
            }
            session.run();
        }
        return 0;
    }

    private LineSource lines() {
        return Boolean.getBoolean(TYPED)
                ? TerminalLines.open(noHistory ? null : history())
                : new PlainLines(System.in);
    }

    /** Where the XDG base directory specification has what a program remembers of a user. */
    private static Path history() {
        String state = System.getenv("XDG_STATE_HOME");
        Path folder =
                state == null || state.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".local", "state")
                        : Path.of(state);
        return folder.resolve("cria").resolve("chat-history");
    }
}
