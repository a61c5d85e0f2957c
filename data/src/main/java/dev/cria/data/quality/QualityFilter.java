package dev.cria.data.quality;

import dev.cria.data.document.Document;
import dev.cria.data.filter.DocumentFilter;
import java.util.Optional;

/** Drops documents that the classifier scores below a threshold. */
public final class QualityFilter implements DocumentFilter {

    private final QualityClassifier classifier;
    private final double threshold;

    /** A document of exactly the threshold is kept. */
    public QualityFilter(QualityClassifier classifier, double threshold) {
        this.classifier = classifier;
        this.threshold = threshold;
    }

    @Override
    public Optional<String> reasonToDrop(Document document) {
        return classifier.score(document) < threshold
                ? Optional.of("low-quality")
                : Optional.empty();
    }
}
