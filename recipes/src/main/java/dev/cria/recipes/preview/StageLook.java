package dev.cria.recipes.preview;

import dev.cria.data.chat.PromptConversation;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.policy.StageTemplate;
import dev.cria.recipes.job.rows.PromptRows;
import dev.cria.recipes.job.rows.StageData;
import dev.cria.recipes.job.rows.TrainingData;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Looks at the data of a stage. Rows are read, tokenised, limited, packed, ordered and laid into
 * batches by the code that training uses.
 *
 * @param tokenizerFolder a folder or file
 * @param scratch a folder for tokens, to be deleted afterwards
 * @param rows how many are shown
 */
record StageLook(Recipe recipe, Stage stage, Path tokenizerFolder, Path scratch, int rows) {

    /** Rows of each data set that are read at most, while someone waits. */
    static final int MOST_ROWS = 2_000;

    /** Stages with rows that can be looked at. */
    static final Set<String> TYPES =
            Set.of("pretrain", "sft", "distill", "dpo", "rm", "grpo", "ppo", "rejection_sampling");

    private static final Set<String> ASKING = Set.of("grpo", "ppo", "rejection_sampling");

    private static final long NO_LIMIT = 1L << 30;

    Preview look() {
        try (Tokenizer tokenizer = StageTemplate.tokenizer(stage, tokenizerFolder)) {
            return ASKING.contains(stage.type()) ? prompts(tokenizer) : rows(tokenizer);
        }
    }

    private Preview rows(Tokenizer tokenizer) {
        Map<String, String> facts = new LinkedHashMap<>();
        StageData data = data(bounded(), tokenizer, facts);
        StageData whole = data(unlimited(), tokenizer, new LinkedHashMap<>());
        return switch (stage.type()) {
            case "pretrain" ->
                    shown(
                            data.texts(),
                            Amounts::ofTexts,
                            new BatchParts(
                                    tokenizer,
                                    Labels.of("text"),
                                    Wholes.ofTexts(whole.texts().rows())),
                            facts,
                            data);
            case "dpo" -> {
                TrainingData<PreferenceExample> pairs = data.pairs();
                Labels labels =
                        stage.text("loss").equals("kto")
                                ? Labels.judged(data.good())
                                : Labels.of("chosen", "rejected");
                yield shown(
                        pairs,
                        Amounts::ofPair,
                        new BatchParts(tokenizer, labels, Wholes.ofPairs(whole.pairs().rows())),
                        facts,
                        data);
            }
            case "rm" ->
                    shown(
                            data.rankings(),
                            Amounts::ofRanked,
                            new BatchParts(
                                    tokenizer,
                                    Labels.ranked(),
                                    Wholes.ofRankings(whole.rankings().rows())),
                            facts,
                            data);
            default ->
                    shown(
                            data.conversations(),
                            Amounts::ofTexts,
                            new BatchParts(
                                    tokenizer,
                                    Labels.of("conversation"),
                                    Wholes.ofTexts(whole.conversations().rows())),
                            facts,
                            data);
        };
    }

    private <T> Preview shown(
            TrainingData<T> data,
            Function<T, Amounts> amounts,
            BatchParts parts,
            Map<String, String> facts,
            StageData read) {
        List<ShownRow> first = new DrawnRows<>(recipe, stage, data).first(rows, parts, facts);
        Amounts all = data.rows().stream().map(amounts).reduce(Amounts.NONE, Amounts::plus);
        boolean complete = read.mostRows() < MOST_ROWS;
        return new Preview(
                stage, tokenizerFolder, facts, first, all.tokens(), all.targets(), complete);
    }

    /** Prompts as they will be asked; there is nothing to learn in them. */
    private Preview prompts(Tokenizer tokenizer) {
        List<PromptConversation> prompts = PromptRows.of(bounded(), "datasets", tokenizer);
        int room = stage.integer("max_seq_len") - stage.integer("max_new_tokens");
        List<ShownRow> shown = new ArrayList<>();
        for (PromptConversation row : prompts.subList(0, Math.min(rows, prompts.size()))) {
            int[] ids = row.prompt().ids();
            String known = row.prompt().reference();
            Part part =
                    new Part(
                            known.isEmpty() ? "prompt" : "prompt; the known answer is " + known,
                            row.prompt().origin(),
                            0,
                            ids.length,
                            0,
                            Piece.of(tokenizer, ids, new float[ids.length]),
                            0,
                            0,
                            List.of());
            shown.add(new ShownRow("prompt " + (shown.size() + 1), room, List.of(part)));
        }
        long tokens = prompts.stream().mapToLong(row -> row.prompt().ids().length).sum();
        Map<String, String> facts = Map.of("prompts", Integer.toString(prompts.size()));
        return new Preview(
                stage, tokenizerFolder, facts, shown, tokens, 0, prompts.size() < MOST_ROWS);
    }

    private StageData data(Stage of, Tokenizer tokenizer, Map<String, String> facts) {
        return new StageData(of, scratch, tokenizer, facts, examples -> {});
    }

    private Stage bounded() {
        Map<String, Object> fewer = new LinkedHashMap<>();
        for (String key : List.of("datasets", "anneal_datasets")) {
            if (stage.has(key)) {
                fewer.put(key, stage.datasets(key).stream().map(d -> d.first(MOST_ROWS)).toList());
            }
        }
        return stage.with(fewer);
    }

    /** The same rows with nothing cut off, each on its own. */
    private Stage unlimited() {
        Map<String, Object> whole = new LinkedHashMap<>(Map.of("max_seq_len", NO_LIMIT));
        if (stage.has("packing")) {
            whole.put("packing", false);
        }
        if (stage.has("excess_length")) {
            whole.put("excess_length", "truncate");
        }
        return bounded().with(whole);
    }
}
