package dev.cria.data.dataset;

import dev.cria.data.examples.TokenizedExample;
import java.util.Arrays;

record ExampleLengths(LengthLimit limit) implements Lengths<TokenizedExample> {

    @Override
    public int length(TokenizedExample example) {
        return example.ids().length;
    }

    @Override
    public int targets(TokenizedExample example) {
        return example.numTargets();
    }

    @Override
    public TokenizedExample truncated(TokenizedExample example) {
        return new TokenizedExample(
                Arrays.copyOf(example.ids(), limit.maxSeqLen()),
                Arrays.copyOf(example.weights(), limit.maxSeqLen()),
                example.origin());
    }

    @Override
    public String origin(TokenizedExample example) {
        return example.origin();
    }
}
