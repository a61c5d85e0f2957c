package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.data.evaluation.TaskDefinition;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.evaluation.Evaluation;
import dev.cria.recipes.evaluation.Examinee;
import dev.cria.recipes.evaluation.ResultsJson;
import dev.cria.recipes.evaluation.ResultsTable;
import dev.cria.recipes.evaluation.TaskResult;
import dev.cria.recipes.evaluation.Tasks;
import dev.cria.recipes.evaluation.Watcher;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.recipe.EvalKeys;
import dev.cria.trainer.adapt.AdapterCombination;
import dev.cria.trainer.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "eval",
        description = "Measures what a model can do; the same command again goes on.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cria eval models/Llama-3.2-1B --tasks mmlu,gsm8k --data data/eval --output out",
            "  cria eval model --adapter adapter --tasks ceval --limit 100 --data data --output out"
        })
final class EvalCommand implements Callable<Integer> {

    /** Names of the tasks that come with Cria, for the help. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return EvalKeys.TASKS.iterator();
        }
    }

    @Parameters(paramLabel = "MODEL", description = "Hugging Face folder")
    Path model;

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description = "PEFT adapter on it; of several, each is put on the result of the last")
    List<Path> adapters = List.of();

    @Option(
            names = "--tasks",
            required = true,
            split = ",",
            paramLabel = "TASK",
            completionCandidates = Names.class,
            description = "${COMPLETION-CANDIDATES}, or a task file .yaml")
    List<String> tasks;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "folder with the published files of the tasks")
    Path data;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "gets results.json, and a line for each question in samples/")
    Path output;

    @Option(
            names = "--num-fewshot",
            defaultValue = "-1",
            paramLabel = "K",
            description = "worked examples before each question; default: as each task says")
    int shots;

    @Option(
            names = "--limit",
            defaultValue = "0",
            paramLabel = "N",
            description = "questions of a group, such as a subject, at most")
    int limit;

    @Option(names = "--chat", description = "questions are what a user says to an assistant")
    boolean chat;

    @Option(
            names = "--max-seq-len",
            defaultValue = "4096",
            description = "tokens that the model is shown at once; default: ${DEFAULT-VALUE}")
    int maxSeqLen;

    @Option(
            names = "--batch-tokens",
            defaultValue = "4096",
            description = "tokens that run together; default: ${DEFAULT-VALUE}")
    int batchTokens;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "auto, cpu, cuda or cuda:N; ${DEFAULT-VALUE}")
    String device = "auto";

    @Override
    public Integer call() throws IOException {
        List<TaskDefinition> definitions = tasks.stream().map(Tasks::named).toList();
        Tasks.requireDifferentNames(definitions);
        if (shots < -1 || limit < 0 || maxSeqLen < 8 || batchTokens < 1) {
            throw new UserException(
                    "--num-fewshot and --limit must not be negative, --max-seq-len at least 8, --batch-tokens at least 1");
        }
        if (!Files.isDirectory(data)) {
            throw new UserException(data + ": there is no such folder");
        }
        Map<String, String> settings = settings();
        requireSame(settings);
        List<TaskResult> results = new ArrayList<>();
        try (Engine engine = Engine.on(device);
                OpenPolicy opened =
                        OpenPolicy.open(
                                engine,
                                model,
                                Adapters.of(adapters, List.of(), AdapterCombination.CAT));
                Tokenizer tokenizer = opened.tokenizer()) {
            Evaluation evaluation =
                    new Evaluation(
                            Examinee.of(opened.policy(), tokenizer, chat, maxSeqLen, batchTokens),
                            data,
                            shots,
                            limit,
                            output,
                            watcher());
            definitions.forEach(task -> results.add(evaluation.run(task)));
        }
        ResultsJson.write(output, settings, results);
        System.out.print(ResultsTable.text(results));
        return 0;
    }

    private Map<String, String> settings() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("model", model.toAbsolutePath().normalize().toString());
        settings.put("adapters", adapters.stream().map(Path::toAbsolutePath).toList().toString());
        settings.put("data", data.toAbsolutePath().normalize().toString());
        settings.put("num_fewshot", Integer.toString(shots));
        settings.put("limit", Integer.toString(limit));
        settings.put("chat", Boolean.toString(chat));
        settings.put("max_seq_len", Integer.toString(maxSeqLen));
        settings.put("batch_tokens", Integer.toString(batchTokens));
        return settings;
    }

    /** Samples of other settings must not be taken for those of these. */
    private void requireSame(Map<String, String> settings) throws IOException {
        Path file = output.resolve("settings.txt");
        StringBuilder text = new StringBuilder();
        settings.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
        if (Files.exists(file) && !Files.readString(file).equals(text.toString())) {
            throw new UserException(
                    "%s was made with other settings (%s); give them back, or another --output"
                            .formatted(output, file));
        }
        Files.createDirectories(output);
        DurableFiles.writeFile(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Watcher watcher() {
        return new Watcher() {
            private long shown;

            @Override
            public void at(String task, int done, int total) {
                long now = System.nanoTime();
                if (now - shown > 2_000_000_000L || done == total) {
                    shown = now;
                    System.err.printf("%s: %d of %d%n", task, done, total);
                }
            }

            @Override
            public void working() {}
        };
    }
}
