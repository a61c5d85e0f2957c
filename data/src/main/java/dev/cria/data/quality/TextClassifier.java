package dev.cria.data.quality;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Path;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.math.la.DenseMatrix;

/**
 * The probability that a text is like the positive examples, by logistic regression. Tribuo trains
 * and keeps the weights; texts are scored by them directly, without a string or an object for each
 * feature.
 */
public final class TextClassifier {

    static final Label POSITIVE = new Label("positive");
    static final Label NEGATIVE = new Label("negative");

    private final LinearSGDModel model;
    private final Platt calibration;
    private final double[] weights = new double[TextFeatures.NUM_BUCKETS];
    private final double bias;

    TextClassifier(Model<Label> model, Platt calibration) {
        this.model = (LinearSGDModel) model;
        this.calibration = calibration;
        DenseMatrix all = this.model.getWeightsCopy();
        int positive = this.model.getOutputIDInfo().getID(POSITIVE);
        int negative = this.model.getOutputIDInfo().getID(NEGATIVE);
        for (int bucket = 0; bucket < weights.length; bucket++) {
            int feature = this.model.getFeatureIDMap().getID(TextFeatures.name(bucket));
            if (feature >= 0) {
                weights[bucket] = all.get(positive, feature) - all.get(negative, feature);
            }
        }
        int constant = all.getDimension2Size() - 1;
        bias = all.get(positive, constant) - all.get(negative, constant);
    }

    /** The same with other probabilities. */
    TextClassifier with(Platt other) {
        return new TextClassifier(model, other);
    }

    /**
     * Reads what {@link #save} wrote: a protobuf message of Tribuo, never a Java object stream.
     *
     * @param calibration that is written down beside it
     */
    static TextClassifier load(Path file, Platt calibration) {
        try {
            Model<Label> model = Model.deserializeFromFile(file).castModel(Label.class);
            return new TextClassifier(model, calibration);
        } catch (IOException | IllegalStateException | ClassCastException e) {
            throw new CorruptFileException(
                    file, "is no classifier or is damaged (" + e.getMessage() + ")", e);
        }
    }

    /** Writes the model; training again is the way to mend a model that does not load. */
    public void save(Path file) {
        try {
            model.serializeToFile(file);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** From zero (like the negative examples) to one. Several threads may ask at once. */
    public double score(String text) {
        return calibration.probability(logit(text));
    }

    /** The logarithm of the odds before calibration. */
    double logit(String text) {
        return TextFeatures.of(text).dot(weights) + bias;
    }
}
