package dev.cria.data.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Learns a {@link LanguageModel} from a text of each language. */
public final class LanguageTrainer {

    /** Grams of a language that are kept, the most frequent ones. */
    private static final int MOST_GRAMS = 4_000;

    /** What a gram counts that was never seen, as a share of all grams seen. */
    private static final double UNSEEN = 2.0e-5;

    /**
     * How much rarer written Cantonese is taken to be than standard Chinese, for each character.
     */
    private static final double RARE_HAN = 0.85;

    private static final int MOST_WEIGHT = 255;

    /** Log of how much more text there is in a widely written language than in another. */
    private static final double WIDE_PRIOR = 5;

    private final List<String> codes = new ArrayList<>();
    private final List<Boolean> wide = new ArrayList<>();
    private final TreeMap<Integer, TreeMap<Integer, Integer>> weights = new TreeMap<>();

    /** Adds a language; of several orthographies, the one counts in which a gram is more common. */
    public void add(String code, boolean isWide, List<String> texts) {
        int language = codes.size();
        codes.add(code);
        wide.add(isWide);
        Map<Integer, Double> shares = new HashMap<>();
        for (String text : texts) {
            Map<Integer, Integer> counts = new HashMap<>();
            Grams.each(text, 0, text.length(), hash -> counts.merge(hash, 1, Integer::sum));
            double total = counts.values().stream().mapToInt(Integer::intValue).sum();
            counts.forEach(
                    (hash, count) -> {
                        boolean rare = code.equals("yue") && Grams.isHan(hash);
                        double share = count / total * (rare ? RARE_HAN : 1);
                        shares.merge(hash, share, Math::max);
                    });
        }
        shares.entrySet().stream()
                .sorted(
                        Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit((long) MOST_GRAMS * texts.size())
                .forEach(
                        entry ->
                                weights.computeIfAbsent(entry.getKey(), hash -> new TreeMap<>())
                                        .put(language, weight(entry.getValue())));
    }

    private static int weight(double share) {
        double log = Math.log((share + UNSEEN) / UNSEEN);
        return (int) Math.min(MOST_WEIGHT, Math.round(log / LanguageModel.WEIGHT_STEP));
    }

    /** The model of the languages added; its probabilities are not calibrated. */
    public LanguageModel train() {
        int entries = weights.values().stream().mapToInt(Map::size).sum();
        int[] hashes = new int[weights.size()];
        int[] starts = new int[weights.size() + 1];
        byte[] languages = new byte[entries];
        byte[] steps = new byte[entries];
        int gram = 0;
        int at = 0;
        for (Map.Entry<Integer, TreeMap<Integer, Integer>> entry : weights.entrySet()) {
            hashes[gram] = entry.getKey();
            for (Map.Entry<Integer, Integer> weight : entry.getValue().entrySet()) {
                languages[at] = (byte) (int) weight.getKey();
                steps[at++] = (byte) (int) weight.getValue();
            }
            starts[++gram] = at;
        }
        byte[] priors = new byte[codes.size()];
        for (int i = 0; i < priors.length; i++) {
            priors[i] = (byte) (wide.get(i) ? WIDE_PRIOR / LanguageModel.WEIGHT_STEP : 0);
        }
        return new LanguageModel(codes, priors, 1, hashes, starts, languages, steps);
    }
}
