package dev.cria.data.quality;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.StepResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Notes in the meta of a document, under the classifier's name, how likely it is of its kind, and
 * drops what is on the wrong side of a threshold; trains the classifier when first asked.
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
     * @param files that the texts are from
     */
    record Settings(String name, List<Path> files, double threshold, Drop drop, long seed) {

        private String origin() {
            return String.join(
                    " and ", files.stream().map(f -> f.getFileName().toString()).toList());
        }
    }

    private final Settings settings;
    private final Supplier<LabelledTexts> texts;
    private volatile ClassifierTraining training;

    ClassifierStep(Settings settings, Supplier<LabelledTexts> texts) {
        this.settings = settings;
        this.texts = texts;
    }

    @Override
    public Outcome apply(DocumentView view) {
        double score = training().classifier().score(view.text());
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

    private ClassifierTraining training() {
        ClassifierTraining known = training;
        return known == null ? train() : known;
    }

    private synchronized ClassifierTraining train() {
        if (training == null) {
            training =
                    ClassifierTraining.run(
                            texts.get(), settings.origin(), settings.threshold(), settings.seed());
        }
        return training;
    }

    @Override
    public Map<String, String> results() {
        ClassifierMetrics metrics = training().metrics();
        return Map.of(
                settings.name() + " held out",
                String.format(
                        Locale.ROOT,
                        "AUC %.3f; at %s precision %.3f, recall %.3f; calibration error %.3f",
                        metrics.auc(),
                        settings.threshold(),
                        metrics.precision(),
                        metrics.recall(),
                        metrics.calibrationError()));
    }

    @Override
    public void save(Path folder) throws IOException {
        training().classifier().save(folder.resolve(file(".pb")));
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("name", settings.name());
        provenance.put("threshold", settings.threshold());
        provenance.put("drop", settings.drop().name().toLowerCase(Locale.ROOT));
        provenance.putAll(Provenance.of(settings.files(), training(), settings.seed()));
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve(file(".json")).toFile(), provenance);
    }

    private String file(String ending) {
        return "classifier-" + settings.name() + ending;
    }
}
