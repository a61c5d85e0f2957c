package dev.cria.data.quality;

import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Trains a {@link QualityClassifier} on good and bad documents and judges it on a fifth of them
 * that it does not see.
 *
 * @param classifier the result
 * @param metrics how it does on the held-out documents
 * @param provenance what the classifier was made from, as JSON values
 */
public record QualityTraining(
        QualityClassifier classifier, QualityMetrics metrics, Map<String, Object> provenance) {

    static final int EPOCHS = 5;
    static final double LEARNING_RATE = 0.5;
    static final int MIN_PER_CLASS = 20;

    private static final int HELD_OUT_ONE_IN = 5;
    private static final int NO_LOGGING = -1;

    /** Held here, because a logger that nobody holds loses its level. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo.common.sgd");

    static {
        TRIBUO.setLevel(Level.WARNING);
    }

    /** Reads both files and trains; equal files and seeds give equal classifiers. */
    public static QualityTraining run(Path positives, Path negatives, long seed) {
        String origin = positives.getFileName() + " and " + negatives.getFileName();
        MutableDataset<Label> train =
                new MutableDataset<>(
                        new SimpleDataSourceProvenance(origin, new LabelFactory()),
                        new LabelFactory());
        List<Document> heldOutGood = divide(read(positives), QualityClassifier.GOOD, train, seed);
        List<Document> heldOutBad = divide(read(negatives), QualityClassifier.BAD, train, seed);
        LinearSGDTrainer trainer =
                new LinearSGDTrainer(
                        new LogMulticlass(), new AdaGrad(LEARNING_RATE), EPOCHS, NO_LOGGING, seed);
        Model<Label> model = trainer.train(train);
        QualityClassifier classifier = new QualityClassifier(model);
        List<QualityMetrics.Scored> scored = new ArrayList<>();
        heldOutGood.forEach(d -> scored.add(new QualityMetrics.Scored(classifier.score(d), true)));
        heldOutBad.forEach(d -> scored.add(new QualityMetrics.Scored(classifier.score(d), false)));
        QualityMetrics metrics = QualityMetrics.of(train.size(), scored);
        return new QualityTraining(
                classifier, metrics, Provenance.of(positives, negatives, metrics, seed));
    }

    /** Puts most documents into the training set and returns the others. */
    private static List<Document> divide(
            List<Document> documents, Label label, MutableDataset<Label> train, long seed) {
        List<Document> mixed = new ArrayList<>(documents);
        Collections.shuffle(mixed, new Random(seed));
        int numHeldOut = mixed.size() / HELD_OUT_ONE_IN;
        for (Document document : mixed.subList(numHeldOut, mixed.size())) {
            train.add(TextFeatures.example(document.text(), label));
        }
        return mixed.subList(0, numHeldOut);
    }

    private static List<Document> read(Path file) {
        List<Document> documents = new ArrayList<>();
        try (DocumentReader reader = DocumentReader.open(file, new BadRows(0))) {
            reader.forEachRemaining(documents::add);
        }
        if (documents.size() < MIN_PER_CLASS) {
            throw new UserException(
                    file
                            + ": holds "
                            + documents.size()
                            + " documents; the quality classifier needs at least "
                            + MIN_PER_CLASS
                            + " good and as many bad ones");
        }
        return documents;
    }
}
