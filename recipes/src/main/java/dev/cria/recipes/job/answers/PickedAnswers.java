package dev.cria.recipes.job.answers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.data.chat.Message;
import dev.cria.recipes.recipe.Stage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What of the drawn answers is kept, as data sets, and how much of it there was. */
final class PickedAnswers {

    private static final JsonMapper JSON = new JsonMapper();

    private final String keep;
    private final int count;
    private final double minReward;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final ByteArrayOutputStream pairs = new ByteArrayOutputStream();
    private final Map<String, Integer> dropped = new TreeMap<>();
    private int prompts;
    private int answers;
    private int keptAnswers;
    private int keptPrompts;
    private int numPairs;
    private final MeanReward all = new MeanReward();
    private final Map<String, MeanReward> byJudge = new LinkedHashMap<>();
    private double keptRewards;

    PickedAnswers(Stage stage) {
        keep = stage.text("keep");
        count =
                switch (keep) {
                    case "top_k" -> stage.integer("keep_count");
                    case "none" -> 0;
                    default -> 1;
                };
        minReward = stage.number("min_reward");
    }

    void add(SampledPrompt prompt) {
        prompts++;
        for (SampledAnswer answer : prompt.answers()) {
            answers++;
            if (answer.isDropped()) {
                dropped.merge(answer.dropped(), 1, Integer::sum);
            } else if (answer.reward() < minReward) {
                dropped.merge("below min_reward", 1, Integer::sum);
            }
        }
        all.add(prompt.answers().stream().mapToDouble(SampledAnswer::reward));
        for (String judge : prompt.answers().get(0).scores().keySet()) {
            byJudge.computeIfAbsent(judge, name -> new MeanReward())
                    .add(prompt.answers().stream().mapToDouble(a -> a.scores().get(judge)));
        }
        List<Integer> best = prompt.best(count, minReward);
        for (int sample : best) {
            keptAnswers++;
            keptRewards += prompt.answers().get(sample).reward();
            kept.writeBytes(SampleJournal.bytes(conversation(prompt, sample)));
        }
        keptPrompts += best.isEmpty() ? 0 : 1;
        if (keep.equals("best_worst_pair") && !best.isEmpty()) {
            pair(prompt, best.get(0), prompt.worst());
        }
    }

    private void pair(SampledPrompt prompt, int best, int worst) {
        if (prompt.answers().get(worst).reward() < prompt.answers().get(best).reward()) {
            numPairs++;
            pairs.writeBytes(SampleJournal.bytes(preference(prompt, best, worst)));
        }
    }

    private static ObjectNode conversation(SampledPrompt prompt, int sample) {
        ObjectNode row = JSON.createObjectNode();
        row.set(
                "messages",
                SampleJournal.messages(prompt.messages())
                        .addAll(SampleJournal.messages(List.of(said(prompt, sample)))));
        row.put("reward", prompt.answers().get(sample).reward());
        row.set("scores", JSON.valueToTree(prompt.answers().get(sample).scores()));
        row.put("sample", sample);
        about(prompt, row);
        return row;
    }

    private static ObjectNode preference(SampledPrompt prompt, int best, int worst) {
        ObjectNode row = JSON.createObjectNode();
        row.set("prompt", SampleJournal.messages(prompt.messages()));
        row.set("chosen", SampleJournal.messages(List.of(said(prompt, best))));
        row.set("rejected", SampleJournal.messages(List.of(said(prompt, worst))));
        row.put("chosen_reward", prompt.answers().get(best).reward());
        row.put("rejected_reward", prompt.answers().get(worst).reward());
        about(prompt, row);
        return row;
    }

    private static Message said(SampledPrompt prompt, int sample) {
        return new Message("assistant", prompt.answers().get(sample).text());
    }

    private static void about(SampledPrompt prompt, ObjectNode row) {
        row.put("seed", prompt.seed());
        var rewards = row.putArray("rewards");
        prompt.answers().forEach(answer -> rewards.add(answer.reward()));
        row.put("origin", prompt.origin());
    }

    /**
     * Writes {@code sft.jsonl}, and {@code preferences.jsonl} where there are to be pairs; neither
     * where answers are only judged.
     */
    void write(Path folder, Map<String, String> facts) {
        facts.put("answers", "%d to %d prompts".formatted(answers, prompts));
        dropped.forEach((why, number) -> facts.put("dropped: " + why, Integer.toString(number)));
        if (keep.equals("none")) {
            facts.put("reward", all.toString());
        } else {
            DurableFiles.writeFile(folder.resolve("sft.jsonl"), kept.toByteArray());
            facts.put(
                    "kept",
                    "%d answers to %d prompts, none to %d"
                            .formatted(keptAnswers, keptPrompts, prompts - keptPrompts));
            facts.put(
                    "reward",
                    String.format(
                            Locale.ROOT,
                            "%s, of those kept %.4f",
                            all,
                            keptRewards / Math.max(1, keptAnswers)));
        }
        if (byJudge.size() > 1) {
            byJudge.forEach((judge, mean) -> facts.put("reward, " + judge, mean.toString()));
        }
        if (keep.equals("best_worst_pair")) {
            DurableFiles.writeFile(folder.resolve("preferences.jsonl"), pairs.toByteArray());
            facts.put("preference pairs", Integer.toString(numPairs));
        }
    }
}
