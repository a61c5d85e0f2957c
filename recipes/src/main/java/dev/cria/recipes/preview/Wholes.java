package dev.cria.recipes.preview;

import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.RankedExample;
import dev.cria.data.examples.TokenizedExample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows before anything is cut off: by the origin of each its text, or its answers.
 *
 * @param answers ids by their origin
 */
record Wholes(Map<String, List<int[]>> answers) {

    static Wholes ofTexts(List<List<TokenizedExample>> rows) {
        Map<String, List<int[]>> all = new HashMap<>();
        rows.forEach(row -> row.forEach(text -> all.put(text.origin(), List.of(text.ids()))));
        return new Wholes(all);
    }

    static Wholes ofPairs(List<PreferenceExample> pairs) {
        Map<String, List<int[]>> all = new HashMap<>();
        pairs.forEach(pair -> all.put(pair.origin(), List.of(pair.chosen(), pair.rejected())));
        return new Wholes(all);
    }

    static Wholes ofRankings(List<RankedExample> rankings) {
        Map<String, List<int[]>> all = new HashMap<>();
        rankings.forEach(ranked -> all.put(ranked.origin(), ranked.answers()));
        return new Wholes(all);
    }

    /** The ids of an answer, or of the only text; null where that is not known. */
    int[] of(String origin, int answer) {
        List<int[]> found = answers.getOrDefault(origin, List.of());
        return answer < found.size() ? found.get(answer) : null;
    }
}
