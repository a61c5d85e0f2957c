package dev.cria.data.curate;

import dev.cria.checkpoints.UserException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What to curate and how.
 *
 * @param inputs files or folders; see {@link dev.cria.data.source.DocumentReader#open}
 * @param output a folder that does not exist yet or is empty
 * @param heuristic whether to apply the heuristic quality and repetition rules
 * @param wordList whether to drop documents with listed words
 * @param allowedWords entries of the word lists that are not listed after all, in lower case
 * @param exactDedup whether to drop documents that were seen before
 * @param qualityPositive good documents to train the quality classifier on; null for none
 * @param qualityNegative bad documents to train the quality classifier on; null for none
 * @param qualityThreshold documents that score below are dropped, from 0 to 1
 * @param badRowLimit how many unreadable rows to skip before giving up
 * @param keepDropped whether to write dropped documents, with their reasons
 * @param seed of the classifier's training
 */
public record CurateSettings(
        List<Path> inputs,
        Path output,
        boolean heuristic,
        boolean wordList,
        Set<String> allowedWords,
        boolean exactDedup,
        Path qualityPositive,
        Path qualityNegative,
        double qualityThreshold,
        int badRowLimit,
        boolean keepDropped,
        long seed) {

    /** Copies the collections and checks what can be checked without reading. */
    public CurateSettings {
        inputs = List.copyOf(inputs);
        allowedWords = Set.copyOf(allowedWords);
        if (inputs.isEmpty()) {
            throw new UserException("curate: no inputs; name at least one file or folder");
        }
        if ((qualityPositive == null) != (qualityNegative == null)) {
            throw new UserException(
                    "curate: the quality classifier needs both quality_positive and"
                            + " quality_negative; give the other one or neither");
        }
        if (!(qualityThreshold >= 0 && qualityThreshold <= 1)) {
            throw new UserException(
                    "curate: quality_threshold is "
                            + qualityThreshold
                            + "; expected a number from 0 to 1");
        }
    }

    /** Every step but the classifier, which needs examples, with the usual limits. */
    public static CurateSettings of(List<Path> inputs, Path output) {
        return new CurateSettings(
                inputs, output, true, true, Set.of(), true, null, null, 0.5, 100, false, 0);
    }

    /** Adds the classifier. */
    public CurateSettings withQuality(Path positive, Path negative, double threshold) {
        return new CurateSettings(
                inputs,
                output,
                heuristic,
                wordList,
                allowedWords,
                exactDedup,
                positive,
                negative,
                threshold,
                badRowLimit,
                keepDropped,
                seed);
    }
}
