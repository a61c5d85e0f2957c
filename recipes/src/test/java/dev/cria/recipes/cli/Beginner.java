package dev.cria.recipes.cli;

import dev.cria.checkpoints.durable.Storage;
import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.TokenizerFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The folder of someone who begins: a tiny base model, instructions, and a recipe that is sound.
 */
final class Beginner {

    /** A recipe that tunes an adapter in two steps. */
    static final String RECIPE =
            """
            stage: sft
            output_dir: %s/run
            finetuning_type: lora
            model: {model_name_or_path: base}
            lora: {lora_rank: 4, lora_alpha: 8}
            data: {datasets: [alpaca.json], max_seq_len: 256}
            train: {max_steps: 2, learning_rate: 1e-4}
            """;

    private final Path folder;

    private Beginner(Path folder) {
        this.folder = folder;
    }

    /** A folder in which a base model was pretrained for a step. */
    static Beginner in(Path folder) throws IOException {
        Beginner beginner = new Beginner(folder);
        TokenizerFiles.writeFolder(
                folder.resolve("tokenizer"), new BpeTrainer(512).train(Stream.of("the cat sat")));
        beginner.write("texts.jsonl", "{\"text\": \"the cat sat on the mat\"}\n".repeat(8));
        beginner.write("alpaca.json", alpaca(20));
        beginner.write("mine.yaml", RECIPE);
        TokenizerFiles.writeFolder(
                folder.resolve("larger"),
                new BpeTrainer(516).train(Stream.of("the cat sat on the mat and ran home")));
        beginner.make(beginner.pretrain(32), "pretrain/model", "base");
        beginner.make(beginner.pretrain(64), "pretrain/model", "wide");
        beginner.make("%s/mine.yaml", "sft/adapter", "narrow");
        return beginner;
    }

    private void make(String recipe, String made, String name) throws IOException {
        Said said = run("run", recipe, "output_dir=%s/made");
        if (said.code() != 0) {
            throw new IllegalStateException(said.err());
        }
        Files.move(folder.resolve("made").resolve(made), folder.resolve(name));
        Storage.disk().delete(folder.resolve("made"));
    }

    /** A recipe of a model of a width. */
    private String pretrain(int width) {
        return write(
                "pretrain.yaml",
                """
                stage: pretrain
                model: {tokenizer_path: tokenizer, hidden_size: %d, intermediate_size: 64, num_hidden_layers: 1, num_attention_heads: 4, num_key_value_heads: 2, max_position_embeddings: 256}
                data: {datasets: [texts.jsonl], max_seq_len: 64}
                train: {max_steps: 1, per_device_train_batch_size: 2}
                """
                        .formatted(width));
    }

    /** Rows as alpaca_zh_demo.json has them. */
    static String alpaca(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(
                        i ->
                                "  {\"instruction\": \"say %d\", \"input\": \"\", \"output\": \"the cat sat %d times\"}"
                                        .formatted(i, i))
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    /** What a command has said. */
    record Said(int code, String out, String err, List<String> written) {}

    /** Runs a command; what it says has the folder as {@code ~}. */
    Said run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        List<String> before = files();
        try {
            String[] filled =
                    Arrays.stream(arguments)
                            .map(argument -> argument.replace("%s", folder.toString()))
                            .toArray(String[]::new);
            int code = Main.execute(filled);
            List<String> written = new ArrayList<>(files());
            written.removeAll(before);
            return new Said(code, shown(said), shown(complained), written);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private String shown(ByteArrayOutputStream said) {
        return said.toString(StandardCharsets.UTF_8).replace(folder.toString(), "~");
    }

    /** Writes a file; %s stands for the folder. Answers its path. */
    String write(String name, String text) {
        return write(name, text.replace("%s", folder.toString()).getBytes(StandardCharsets.UTF_8));
    }

    String write(String name, byte[] bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The recipe with one of its lines changed. Answers its path. */
    String recipe(String line, String other) {
        if (!RECIPE.contains(line)) {
            throw new IllegalArgumentException(line);
        }
        return write("mine.yaml", RECIPE.replace(line, other));
    }

    /** Copies the base model, to be damaged. */
    Path copyOfBase(String name) {
        Path copy = folder.resolve(name);
        try (Stream<Path> files = Files.list(folder.resolve("base"))) {
            Files.createDirectories(copy);
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        copy.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void copy(String from, String to) {
        try {
            Files.copy(
                    folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a text in the place of another one in a file. */
    void change(Path in, String file, String before, String after) {
        try {
            String text = Files.readString(in.resolve(file));
            if (!text.contains(before)) {
                throw new IllegalArgumentException(file + " has no " + before);
            }
            Files.writeString(in.resolve(file), text.replace(before, after));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> files() {
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(
                    new TreeSet<>(files.filter(Files::isRegularFile).map(Path::toString).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
