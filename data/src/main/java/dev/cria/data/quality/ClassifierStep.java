package dev.cria.data.quality;

import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.StepResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Notes in the meta of a document, under the classifier's name, how likely it is of its kind, and
 * drops what is on the wrong side of a threshold.
 */
final class ClassifierStep implements DocumentStep, StepResults {

    /** What is dropped. */
    enum Drop {
        BELOW,
        ABOVE,
        NONE
    }

    /**
     * @param name of what is told apart, such as quality
     */
    record Settings(String name, double threshold, Drop drop) {}

    private final Settings settings;
    private final Supplier<KnownClassifier> source;
    private volatile KnownClassifier known;

    /**
     * @param source trains the classifier, or reads it
     */
    ClassifierStep(Settings settings, Supplier<KnownClassifier> source) {
        this.settings = settings;
        this.source = source;
    }

    @Override
    public Outcome apply(DocumentView view) {
        double score = classifier().classifier().score(view.text());
        boolean below = score < settings.threshold();
        if (settings.drop() == Drop.BELOW && below) {
            return Outcome.drop("low_" + settings.name(), written(score));
        }
        if (settings.drop() == Drop.ABOVE && !below) {
            return Outcome.drop("high_" + settings.name(), written(score));
        }
        return Outcome.keep(view.with(view.document().withMeta(settings.name(), written(score))));
    }

    private static String written(double score) {
        return String.format(Locale.ROOT, "%.4f", score);
    }

    private KnownClassifier classifier() {
        KnownClassifier ready = known;
        return ready == null ? make() : ready;
    }

    private synchronized KnownClassifier make() {
        if (known == null) {
            known = source.get();
        }
        return known;
    }

    @Override
    public Map<String, String> results() {
        return Map.of(settings.name() + " held out", classifier().metrics());
    }

    @Override
    public void save(Path folder) throws IOException {
        classifier()
                .save(
                        folder,
                        settings.name(),
                        settings.threshold(),
                        settings.drop().name().toLowerCase(Locale.ROOT));
    }
}
