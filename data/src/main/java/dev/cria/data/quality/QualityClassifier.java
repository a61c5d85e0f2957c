package dev.cria.data.quality;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import java.io.IOException;
import java.nio.file.Path;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/** The probability that a document is good text, by logistic regression. */
public final class QualityClassifier {

    static final Label GOOD = new Label("good");
    static final Label BAD = new Label("bad");

    private final Model<Label> model;

    QualityClassifier(Model<Label> model) {
        this.model = model;
    }

    /** Reads what {@link #save} wrote: a protobuf message of Tribuo, never a Java object stream. */
    public static QualityClassifier load(Path file) {
        try {
            Model<Label> model = Model.deserializeFromFile(file).castModel(Label.class);
            return new QualityClassifier(model);
        } catch (IOException | IllegalStateException | ClassCastException e) {
            throw new CorruptFileException(
                    file, "is no quality model or is damaged (" + e.getMessage() + ")", e);
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

    /** From zero (bad) to one (good). Several threads may ask at once. */
    public double score(Document document) {
        return model.predict(TextFeatures.example(document.text(), LabelFactory.UNKNOWN_LABEL))
                .getOutputScores()
                .get(GOOD.getLabel())
                .getScore();
    }
}
