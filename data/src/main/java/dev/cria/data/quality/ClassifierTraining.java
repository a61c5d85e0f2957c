package dev.cria.data.quality;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Trains a {@link TextClassifier} on eight tenths of the texts, fits its probabilities to a tenth
 * and judges it on the last tenth.
 *
 * @param classifier the result
 * @param calibration of its probabilities
 * @param metrics how it does on the held-out texts
 */
record ClassifierTraining(TextClassifier classifier, Platt calibration, ClassifierMetrics metrics) {

    static final int EPOCHS = 5;
    static final double LEARNING_RATE = 0.5;

    private static final int HELD_OUT_ONE_IN = 10;
    private static final int NO_LOGGING = -1;

    /** Held here, because a logger that nobody holds loses its level. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo.common.sgd");

    static {
        TRIBUO.setLevel(Level.WARNING);
    }

    /** A text and whether it is a positive one. */
    private record Labelled(String text, boolean good) {}

    /**
     * Equal texts, thresholds and seeds give equal classifiers.
     *
     * @param origin names the texts in the model
     * @param threshold at which precision and recall are measured
     */
    static ClassifierTraining run(LabelledTexts texts, String origin, double threshold, long seed) {
        MutableDataset<Label> train =
                new MutableDataset<>(
                        new SimpleDataSourceProvenance(origin, new LabelFactory()),
                        new LabelFactory());
        List<Labelled> calibration = new ArrayList<>();
        List<Labelled> heldOut = new ArrayList<>();
        divide(texts.positive(), true, seed, train, calibration, heldOut);
        divide(texts.negative(), false, seed, train, calibration, heldOut);
        LinearSGDTrainer trainer =
                new LinearSGDTrainer(
                        new LogMulticlass(), new AdaGrad(LEARNING_RATE), EPOCHS, NO_LOGGING, seed);
        TextClassifier raw = new TextClassifier(trainer.train(train), Platt.NONE);
        Platt platt =
                Platt.fit(
                        calibration.stream()
                                .map(one -> new Scored(raw.logit(one.text()), one.good()))
                                .toList());
        TextClassifier classifier = raw.with(platt);
        List<Scored> scored =
                heldOut.stream()
                        .map(one -> new Scored(classifier.score(one.text()), one.good()))
                        .toList();
        ClassifierMetrics metrics =
                ClassifierMetrics.of(train.size(), calibration.size(), scored, threshold);
        return new ClassifierTraining(classifier, platt, metrics);
    }

    private static void divide(
            List<String> texts,
            boolean good,
            long seed,
            MutableDataset<Label> train,
            List<Labelled> calibration,
            List<Labelled> heldOut) {
        List<String> mixed = new ArrayList<>(texts);
        Collections.shuffle(mixed, new Random(seed));
        int tenth = mixed.size() / HELD_OUT_ONE_IN;
        Label label = good ? TextClassifier.POSITIVE : TextClassifier.NEGATIVE;
        for (int i = 0; i < mixed.size(); i++) {
            if (i < tenth) {
                heldOut.add(new Labelled(mixed.get(i), good));
            } else if (i < 2 * tenth) {
                calibration.add(new Labelled(mixed.get(i), good));
            } else {
                train.add(TextFeatures.of(mixed.get(i)).example(label));
            }
        }
    }
}
