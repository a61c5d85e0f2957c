package dev.cria.data.quality;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.StepResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Drops documents that a classifier scores below a threshold; trains it when first asked. */
final class QualityStep implements DocumentStep, StepResults {

    private final Path positive;
    private final Path negative;
    private final double threshold;
    private final long seed;
    private volatile QualityTraining training;

    QualityStep(Path positive, Path negative, double threshold, long seed) {
        this.positive = positive;
        this.negative = negative;
        this.threshold = threshold;
        this.seed = seed;
    }

    @Override
    public Outcome apply(DocumentView view) {
        return training().classifier().score(view.document()) < threshold
                ? Outcome.drop("low-quality")
                : Outcome.keep(view);
    }

    private QualityTraining training() {
        QualityTraining known = training;
        return known == null ? train() : known;
    }

    private synchronized QualityTraining train() {
        if (training == null) {
            training = QualityTraining.run(positive, negative, seed);
        }
        return training;
    }

    @Override
    public Map<String, String> results() {
        QualityMetrics metrics = training().metrics();
        return Map.of(
                "held out",
                String.format(
                        Locale.ROOT, "accuracy %.3f, AUC %.3f", metrics.accuracy(), metrics.auc()));
    }

    @Override
    public void save(Path folder) throws IOException {
        training().classifier().save(folder.resolve("quality-model.pb"));
        Map<String, Object> provenance = new LinkedHashMap<>(training().provenance());
        provenance.put("threshold", threshold);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("quality-model.json").toFile(), provenance);
    }
}
