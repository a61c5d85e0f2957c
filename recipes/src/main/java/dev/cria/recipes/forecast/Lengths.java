package dev.cria.recipes.forecast;

import dev.cria.data.chat.TrainOn;
import dev.cria.data.dataset.DatasetFiles;
import dev.cria.data.dataset.Datasets;
import dev.cria.data.dataset.Prompts;
import dev.cria.data.examples.PromptExample;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.shard.ExampleSource;
import dev.cria.data.shard.PackedManifest;
import dev.cria.data.shard.PackedShards;
import dev.cria.data.shard.RowCounts;
import dev.cria.data.shard.StoredExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.rows.DataFiles;
import dev.cria.recipes.recipe.Dataset;
import dev.cria.recipes.recipe.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lengths of the examples of a stage.
 *
 * @param tokens of each example that is used
 * @param targets of each: tokens that carry loss
 * @param squares of each: what its attention costs
 * @param distinctTokens how many different tokens there are
 * @param complete whether these are all examples; else the first of each data set
 * @param read the rows before anything is cut off or left out
 */
record Lengths(
        int[] tokens,
        int[] targets,
        double[] squares,
        int distinctTokens,
        boolean complete,
        RowsRead read) {

    private static final int MOST_ROWS = 2_000;
    private static final long MOST_BYTES = 1L << 30;
    private static final int BAD_ROWS = 100;

    /** Stages whose rows are prompts. */
    private static final Set<String> ASKING = Set.of("grpo", "rejection_sampling");

    /** Tokenises the first rows of each data set; null where one is not there yet or is huge. */
    static Lengths of(Stage stage, Tokenizer tokenizer) {
        List<Dataset> datasets = stage.datasets("datasets");
        if (datasets.stream()
                .flatMap(data -> data.paths().stream())
                .map(Path::of)
                .anyMatch(Lengths::isUnknown)) {
            return null;
        }
        Builder all = new Builder(stage, new BitSet(tokenizer.vocabSize()));
        boolean complete = true;
        boolean asks = ASKING.contains(stage.type());
        for (Dataset data : datasets) {
            if (data.paths().stream().map(Path::of).anyMatch(PackedManifest::isIn)) {
                complete &= all.addPacked(data);
                continue;
            }
            DatasetFiles files = DataFiles.of(data.first(MOST_ROWS));
            long rows =
                    asks
                            ? all.addPrompts(Prompts.read(files, tokenizer))
                            : all.rows(data, source(stage, files, tokenizer).read(all::add));
            complete &= rows < MOST_ROWS || data.maxSamples() == rows;
        }
        return all.build(complete);
    }

    /** Share of the tokens that carry loss. */
    double targetShare() {
        return Arrays.stream(targets).asLongStream().sum()
                / (double) Math.max(1, Arrays.stream(tokens).asLongStream().sum());
    }

    /** The same, longer ones cut. */
    Lengths upTo(int limit) {
        int[] shorter = tokens.clone();
        int[] fewer = targets.clone();
        double[] cheaper = squares.clone();
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] > limit) {
                double share = (double) limit / tokens[i];
                shorter[i] = limit;
                fewer[i] = Math.max(1, (int) Math.round(targets[i] * share));
                cheaper[i] = squares[i] * share * share;
            }
        }
        return new Lengths(shorter, fewer, cheaper, distinctTokens, complete, read);
    }

    private static ExampleSource source(Stage stage, DatasetFiles files, Tokenizer tokenizer) {
        return switch (stage.type()) {
            case "pretrain" -> Datasets.texts(files, tokenizer, BAD_ROWS);
            case "dpo" ->
                    stage.text("loss").equals("kto")
                            ? Datasets.judgements(files, tokenizer)
                            : Datasets.preferences(files, tokenizer);
            case "rm" -> Datasets.rankings(files, tokenizer);
            default ->
                    Datasets.conversations(
                            files,
                            tokenizer,
                            TrainOn.valueOf(stage.text("train_on").toUpperCase(Locale.ROOT)));
        };
    }

    private static boolean isUnknown(Path path) {
        if (!Files.exists(path)) {
            return true;
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.mapToLong(file -> file.toFile().length()).sum() > MOST_BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts lengths under the limit of the stage. */
    private static final class Builder {

        private final int limit;
        private final String excess;
        private final boolean compared;
        private final Stage stage;
        private final BitSet seen;
        private final IntStream.Builder tokens = IntStream.builder();
        private final IntStream.Builder targets = IntStream.builder();
        private final DoubleStream.Builder squares = DoubleStream.builder();
        private final IntStream.Builder rows = IntStream.builder();
        private int used;
        private int unlearnt;
        private int alike;
        private String firstAlike = "";
        private final List<String> found = new ArrayList<>();

        Builder(Stage stage, BitSet seen) {
            this.stage = stage;
            this.limit = stage.integer("max_seq_len");
            this.excess = ASKING.contains(stage.type()) ? "error" : stage.text("excess_length");
            this.compared = List.of("dpo", "rm").contains(stage.type());
            this.seen = seen;
        }

        void add(StoredExample example) {
            for (int id : example.ids()) {
                seen.set(id);
            }
            int[] spans = example.spans();
            if (compared) {
                int[] answers = new int[spans.length / 2];
                Arrays.setAll(answers, i -> spans[2 * i + 1] - spans[2 * i]);
                countAlike(example);
                addAnswers(spans[0], answers);
                return;
            }
            int length = example.ids().length;
            rows.add(length);
            if (length > limit && excess.equals("drop")) {
                return;
            }
            int before = used;
            int last = excess.equals("cut") ? length : Math.min(length, limit);
            for (int from = 0; from < last; from += limit) {
                int to = Math.min(length, from + limit);
                add(to - from, inside(spans, from + 1, to), (double) (to - from) * (to - from));
            }
            unlearnt += used == before ? 1 : 0;
        }

        /** Keeps what rows were taken for; answers how many there are. */
        long rows(Dataset data, RowCounts counts) {
            found.add(
                    "%s: %s%s"
                            .formatted(
                                    data.fileName(),
                                    counts.format(),
                                    counts.found().isEmpty() ? "" : "; " + counts.found()));
            return counts.rows();
        }

        private void countAlike(StoredExample example) {
            int[] ids = example.ids();
            int[] spans = example.spans();
            if (spans.length == 4
                    && Arrays.equals(ids, spans[0], spans[1], ids, spans[2], spans[3])) {
                firstAlike = alike == 0 ? example.origin() : firstAlike;
                alike++;
            }
        }

        /** The pieces of the first rows; true where those are all. */
        boolean addPacked(Dataset data) {
            boolean complete = true;
            for (String path : data.paths()) {
                List<List<TokenizedExample>> rows = PackedShards.open(Path.of(path)).rows();
                int most = data.maxSamples() == 0 ? rows.size() : data.maxSamples();
                int read = Math.min(MOST_ROWS, Math.min(rows.size(), most));
                rows.subList(0, read).stream()
                        .flatMap(List::stream)
                        .map(piece -> StoredExample.ofText(piece.ids(), piece.origin()))
                        .forEach(this::add);
                complete &= read == Math.min(rows.size(), most);
            }
            return complete;
        }

        /** Prompts with as many answers as are drawn, all as long as they may be. */
        long addPrompts(List<PromptExample> prompts) {
            int[] answers = new int[stage.integer("num_generations")];
            Arrays.fill(answers, stage.integer("max_new_tokens"));
            for (PromptExample prompt : prompts) {
                for (int id : prompt.ids()) {
                    seen.set(id);
                }
                addAnswers(prompt.ids().length, answers);
            }
            return prompts.size();
        }

        /** A prompt is run once, and all answers attend to it. */
        private void addAnswers(int prompt, int[] answers) {
            int longest = Arrays.stream(answers).max().orElse(0);
            rows.add(prompt + longest);
            if (prompt + longest > limit && excess.equals("drop")) {
                return;
            }
            int room = Math.max(0, limit - prompt);
            double shared = (double) prompt * prompt;
            double square = shared;
            int length = 0;
            for (int answer : answers) {
                double whole = prompt + Math.min(answer, room);
                square += whole * whole - shared;
                length += Math.min(answer, room);
            }
            // A reward model looks at the last token of each answer alone.
            int targets = stage.type().equals("rm") ? answers.length : length;
            int before = used;
            add(prompt + length, targets, square);
            unlearnt += used == before ? 1 : 0;
        }

        private void add(int length, int loss, double square) {
            if (loss > 0) {
                tokens.add(length);
                targets.add(loss);
                squares.add(square);
                used++;
            }
        }

        private static int inside(int[] spans, int from, int to) {
            int count = 0;
            for (int i = 0; i < spans.length; i += 2) {
                count += Math.max(0, Math.min(spans[i + 1], to) - Math.max(spans[i], from));
            }
            return count;
        }

        Lengths build(boolean complete) {
            return new Lengths(
                    tokens.build().toArray(),
                    targets.build().toArray(),
                    squares.build().toArray(),
                    seen.cardinality(),
                    complete,
                    new RowsRead(
                            rows.build().toArray(),
                            unlearnt,
                            alike,
                            firstAlike,
                            List.copyOf(found)));
        }
    }
}
