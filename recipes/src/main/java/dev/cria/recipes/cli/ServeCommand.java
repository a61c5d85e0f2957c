package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.serve.ApiServer;
import dev.cria.recipes.serve.CodeCheck;
import dev.cria.recipes.serve.Limits;
import dev.cria.recipes.serve.ServedModels;
import dev.cria.recipes.serve.ServerSettings;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.EngineSettings;
import dev.cria.trainer.generate.GenerationEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = "Answers OpenAI's clients on this machine: a model, and adapters on it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  cria serve --model runs/quickstart/pretrain/model --adapter poems=runs/quickstart/sft/adapter",
            "  curl http://127.0.0.1:8000/v1/chat/completions -H 'Content-Type: application/json' \\",
            "    -d '{\"model\": \"poems\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}'",
            "",
            "Without --host only programs of this machine reach it. Ctrl-C ends it in order."
        })
final class ServeCommand implements Callable<Integer> {

    private static final String KEY_VARIABLE = "CRIA_API_KEY";
    private static final int MOST_PORTS = 65_535;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Hugging Face folder")
    Path model;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "of the model in requests; otherwise the folder's")
    String name;

    @Option(
            names = "--adapter",
            paramLabel = "NAME=DIR",
            description = "PEFT adapter as one more model of that name; may be given again")
    Map<String, Path> adapters = new LinkedHashMap<>();

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "auto, cpu, cuda or cuda:N; ${DEFAULT-VALUE}")
    String device = "auto";

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "address to listen on; others than ${DEFAULT-VALUE} need a key")
    String host;

    @Option(
            names = "--port",
            defaultValue = "8000",
            description = "0: any that is free; default: ${DEFAULT-VALUE}")
    int port;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description = "that requests must have; otherwise --api-key-file, or " + KEY_VARIABLE)
    String key;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "the same from a file, which the list of processes does not show")
    Path keyFile;

    @Option(
            names = "--cors-origin",
            paramLabel = "ORIGIN",
            description =
                    "web pages of it may ask, such as http://localhost:3000; may be given again")
    List<String> origins = List.of();

    @Option(
            names = "--max-body",
            paramLabel = "BYTES",
            defaultValue = "1048576",
            description = "of a request; default: ${DEFAULT-VALUE}")
    int maxBody;

    @Option(
            names = "--max-prompt-tokens",
            paramLabel = "N",
            description = "otherwise as many as the model can see")
    Integer maxPromptTokens;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            defaultValue = "4096",
            description = "of an answer; default: ${DEFAULT-VALUE}")
    int maxNewTokens;

    @Option(
            names = "--max-running",
            paramLabel = "N",
            defaultValue = "32",
            description = "answers generated at a time; default: ${DEFAULT-VALUE}")
    int maxRunning;

    @Option(
            names = "--max-waiting",
            paramLabel = "N",
            defaultValue = "64",
            description = "requests that wait; others are refused; default: ${DEFAULT-VALUE}")
    int maxWaiting;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description =
                    "of a request; answers then end where they are; default: ${DEFAULT-VALUE}")
    int timeout;

    @Option(
            names = "--insecure-code",
            defaultValue = "OFF",
            description =
                    "patterns of insecure code in answers: off, warn (tells them as cria_findings), block (withholds the answer)")
    CodeCheck code;

    @Override
    public Integer call() throws InterruptedException {
        ServerSettings settings = new ServerSettings(host, port, key(), List.copyOf(origins), code);
        Limits limits = limits();
        try (Engine engine = Engine.on(device);
                ServedModels models = ServedModels.open(engine, model, modelName(), adapters);
                GenerationEngine generation =
                        new GenerationEngine(
                                models.policies(),
                                models.tokenizer(),
                                EngineSettings.of(models.base()));
                ApiServer server =
                        ApiServer.start(models, generation, settings, limits, ServeCommand::log)) {
            StopSignal.install(
                    () -> {
                        System.err.println(
                                "stopping when requests have ended (once more: at once)");
                        server.shutDown();
                    });
            System.err.printf(
                    "serving %s at http://%s:%d/v1%n",
                    String.join(", ", models.policies().keySet()),
                    host.contains(":") ? "[" + host + "]" : host,
                    server.port());
            generation.run();
        }
        return 0;
    }

    private static void log(String line) {
        System.err.println(line);
    }

    private Limits limits() {
        requireAtLeastOne("--max-body", maxBody);
        requireAtLeastOne("--max-new-tokens", maxNewTokens);
        requireAtLeastOne("--max-running", maxRunning);
        requireAtLeastOne("--timeout", timeout);
        if (port < 0 || port > MOST_PORTS) {
            throw new UserException(
                    "--port: expected 0 to %d, found %d".formatted(MOST_PORTS, port));
        }
        if (maxWaiting < 0) {
            throw new UserException("--max-waiting: expected at least 0, found " + maxWaiting);
        }
        if (maxPromptTokens != null) {
            requireAtLeastOne("--max-prompt-tokens", maxPromptTokens);
        }
        return new Limits(
                maxBody,
                maxPromptTokens == null ? Limits.USUAL.promptTokens() : maxPromptTokens,
                maxNewTokens,
                maxRunning,
                maxWaiting,
                Duration.ofSeconds(timeout),
                Limits.USUAL.beat(),
                Limits.USUAL.grace());
    }

    private static void requireAtLeastOne(String option, int value) {
        if (value < 1) {
            throw new UserException("%s: expected at least 1, found %d".formatted(option, value));
        }
    }

    private String modelName() {
        if (name != null) {
            return name;
        }
        Path last = model.toAbsolutePath().normalize().getFileName();
        return last == null ? "model" : last.toString();
    }

    private String key() {
        String found = key;
        if (found == null && keyFile != null) {
            try {
                found = Files.readString(keyFile).strip();
            } catch (IOException e) {
                throw new UserException("cannot read --api-key-file " + keyFile + ": " + e, e);
            }
        }
        if (found == null) {
            found = System.getenv(KEY_VARIABLE);
        }
        if (found != null && found.isBlank()) {
            throw new UserException("the key is empty; give one of some length");
        }
        return found;
    }
}
