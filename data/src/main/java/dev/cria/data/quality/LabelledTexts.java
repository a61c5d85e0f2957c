package dev.cria.data.quality;

import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Texts to learn from, in the order of their files. */
record LabelledTexts(List<String> positive, List<String> negative) {

    static final int MIN_PER_CLASS = 20;

    private static final String WHY =
            "%s: holds %d %s texts; a classifier needs at least " + MIN_PER_CLASS + " of each kind";

    /** What tells the positive texts of a file of judgements. */
    record Rule(String column, double from, Set<String> words) {

        /** A number is compared with the limit, anything else must be one of the words. */
        private boolean isPositive(String value) {
            try {
                return Double.parseDouble(value) >= from;
            } catch (NumberFormatException e) {
                return words.contains(value);
            }
        }
    }

    /** A file of positive texts and one of negative ones. */
    static LabelledTexts of(Path positives, Path negatives) {
        List<String> positive = new ArrayList<>();
        List<String> negative = new ArrayList<>();
        read(positives).forEach(document -> positive.add(document.text()));
        read(negatives).forEach(document -> negative.add(document.text()));
        require(positives, positive, "positive");
        require(negatives, negative, "negative");
        return new LabelledTexts(positive, negative);
    }

    /** A file of texts with a score or a label each, such as a language model gives. */
    static LabelledTexts of(Path judged, Rule rule) {
        List<String> positive = new ArrayList<>();
        List<String> negative = new ArrayList<>();
        for (Document document : read(judged)) {
            String value = document.meta().get(rule.column());
            if (value == null) {
                throw new UserException(
                        "%s: document %s has no '%s'; expected a number or a word there, see label_column"
                                .formatted(judged, document.id(), rule.column()));
            }
            (rule.isPositive(value) ? positive : negative).add(document.text());
        }
        require(judged, positive, "positive");
        require(judged, negative, "negative");
        return new LabelledTexts(positive, negative);
    }

    private static List<Document> read(Path file) {
        List<Document> documents = new ArrayList<>();
        try (DocumentReader reader = DocumentReader.open(file, new BadRows(0))) {
            reader.forEachRemaining(documents::add);
        }
        return documents;
    }

    private static void require(Path file, List<String> texts, String kind) {
        if (texts.size() < MIN_PER_CLASS) {
            throw new UserException(WHY.formatted(file, texts.size(), kind));
        }
    }
}
