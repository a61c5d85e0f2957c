package dev.cria.data.heuristic;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.Han;
import dev.cria.data.text.Space;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * The share of Chinese characters, which takes the place of stop words and of words with a letter
 * where words are not separated. The limits are Cria's own: prose and verse at hand are 70 to 90
 * percent Chinese characters, manuals that quote code go down to 30; among the first hundred of a
 * text those that differ are fewer than three in ten only where it repeats itself.
 */
final class CjkRatio implements DocumentStep {

    static final StepKind KIND =
            LimitsByLanguage.kind(
                    "cjk_ratio",
                    "drops Chinese texts with few Chinese characters, or few different ones",
                    List.of(
                            Parameter.list(
                                    "languages",
                                    List.of("zh"),
                                    "languages of the documents that are judged"),
                            Parameter.number(
                                            "min_share",
                                            0.3,
                                            "least share of Chinese among visible characters; own"
                                                    + " choice")
                                    .between(0, 1),
                            Parameter.number(
                                            "min_distinct",
                                            0.3,
                                            "least share of different ones among the first; own"
                                                    + " choice")
                                    .between(0, 1),
                            Parameter.integer(
                                    "distinct_window",
                                    100,
                                    "how many first ones are compared; own choice")),
                    Map.of(),
                    (arguments, language) -> new CjkRatio(arguments));

    private final double minShare;
    private final double minDistinct;
    private final long window;

    private CjkRatio(Arguments arguments) {
        minShare = arguments.number("min_share");
        minDistinct = arguments.number("min_distinct");
        window = arguments.integer("distinct_window");
    }

    @Override
    public Outcome apply(DocumentView view) {
        String text = view.text();
        BitSet seen = new BitSet();
        long visible = 0;
        long chinese = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c <= Character.MAX_VALUE && Space.isSpace((char) c)) {
                continue;
            }
            visible++;
            if (Han.isHan(c)) {
                if (chinese < window) {
                    seen.set(c);
                }
                chinese++;
            }
        }
        if (visible == 0 || chinese < minShare * visible) {
            return Outcome.drop("too_few_chinese_characters");
        }
        return seen.cardinality() < minDistinct * Math.min(window, chinese)
                ? Outcome.drop("too_few_distinct_characters")
                : Outcome.keep(view);
    }
}
