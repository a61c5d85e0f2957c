package dev.cria.recipes.preview;

import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.RankedExample;
import dev.cria.data.examples.TokenizedExample;
import java.util.List;

/** Tokens, and how many of them carry loss. */
record Amounts(long tokens, long targets) {

    static final Amounts NONE = new Amounts(0, 0);

    static Amounts ofTexts(List<TokenizedExample> texts) {
        return new Amounts(
                texts.stream().mapToLong(text -> text.ids().length).sum(),
                texts.stream().mapToLong(TokenizedExample::numTargets).sum());
    }

    static Amounts ofPair(PreferenceExample pair) {
        long answers = (long) pair.chosen().length + pair.rejected().length;
        return new Amounts(pair.prompt().length + answers, answers);
    }

    static Amounts ofRanked(RankedExample ranked) {
        return new Amounts(ranked.numTokens(), ranked.answers().size());
    }

    Amounts plus(Amounts other) {
        return new Amounts(tokens + other.tokens, targets + other.targets);
    }
}
