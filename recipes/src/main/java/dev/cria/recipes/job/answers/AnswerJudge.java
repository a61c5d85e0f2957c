package dev.cria.recipes.job.answers;

import dev.cria.data.chat.PromptConversation;
import dev.cria.data.dedup.minhash.NearText;
import dev.cria.data.language.LanguageGuess;
import dev.cria.data.language.LanguageModel;
import dev.cria.recipes.recipe.Stage;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.Finish;
import dev.cria.trainer.reward.Reward;
import dev.cria.trainer.reward.RewardScorer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Says what the answers to a prompt are worth, and which of them are not to be kept. What it says
 * depends on that prompt and its answers alone.
 *
 * @param scorer a reward model; null for none
 * @param rules by their names
 * @param maxSimilarity of {@link NearText}; of two answers more alike than this one is dropped
 */
record AnswerJudge(
        RewardScorer scorer,
        Map<String, Reward> rules,
        boolean finished,
        boolean unique,
        double maxSimilarity,
        boolean sameLanguage) {

    /** The score of the reward model. */
    private static final String MODEL = "reward_model";

    /** How sure a language must be for an answer to be dropped by it. */
    private static final double SURE = 0.8;

    /**
     * By the keys of a stage.
     *
     * @param between called after each judgement of a rule
     */
    static AnswerJudge of(Stage stage, RewardScorer scorer, Runnable between) {
        return new AnswerJudge(
                scorer,
                Rewards.byName(stage, between),
                stage.flag("finished"),
                stage.flag("unique"),
                stage.number("max_similarity"),
                stage.flag("same_language"));
    }

    List<SampledAnswer> judge(PromptConversation asked, List<Answer> answers) {
        Map<String, Double> byModel = byModel(asked, answers);
        Set<String> given = new HashSet<>();
        List<SampledAnswer> judged = new ArrayList<>();
        for (Answer answer : answers) {
            Map<String, Double> scores = new LinkedHashMap<>();
            if (scorer != null) {
                scores.put(MODEL, byModel.get(answer.text()));
            }
            rules.forEach((name, rule) -> scores.put(name, rule.of(asked.prompt(), answer.text())));
            judged.add(new SampledAnswer(answer.text(), dropped(asked, answer, given), scores));
        }
        return unique && maxSimilarity < 1 ? withoutNear(judged) : judged;
    }

    /** Of answers that are nearly the same the best is not dropped; of equal ones the first. */
    private List<SampledAnswer> withoutNear(List<SampledAnswer> judged) {
        List<NearText> better = new ArrayList<>();
        List<SampledAnswer> all = new ArrayList<>(judged);
        List<Integer> bestFirst =
                IntStream.range(0, judged.size())
                        .filter(i -> !judged.get(i).isDropped())
                        .boxed()
                        .sorted(Comparator.comparing(i -> -judged.get(i).reward()))
                        .toList();
        for (int i : bestFirst) {
            NearText text = NearText.of(judged.get(i).text());
            if (better.stream().anyMatch(other -> text.similarity(other) > maxSimilarity)) {
                all.set(i, judged.get(i).dropped(SampledAnswer.NEAR));
            } else {
                better.add(text);
            }
        }
        return all;
    }

    private Map<String, Double> byModel(PromptConversation asked, List<Answer> answers) {
        Map<String, Double> scores = new LinkedHashMap<>();
        if (scorer != null) {
            Set<String> distinct = new LinkedHashSet<>();
            answers.forEach(answer -> distinct.add(answer.text()));
            List<String> texts = List.copyOf(distinct);
            double[] values = scorer.scores(asked.messages(), texts);
            for (int i = 0; i < values.length; i++) {
                scores.put(texts.get(i), values[i]);
            }
        }
        return scores;
    }

    private String dropped(PromptConversation asked, Answer answer, Set<String> given) {
        if (finished && answer.finish() == Finish.LENGTH) {
            return SampledAnswer.CUT;
        }
        if (unique && !given.add(plain(answer.text()))) {
            return SampledAnswer.REPEATED;
        }
        return sameLanguage && differ(asked.prompt().text(), answer.text())
                ? SampledAnswer.OTHER_LANGUAGE
                : "";
    }

    /** Without differences of case and white space. */
    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    private static boolean differ(String prompt, String answer) {
        LanguageGuess asked = LanguageModel.shipped().guess(prompt);
        LanguageGuess answered = LanguageModel.shipped().guess(answer);
        return asked.probability() >= SURE
                && answered.probability() >= SURE
                && !asked.code().equals(answered.code());
    }
}
