package dev.cria.data.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

final class ClassifierTrainingTest {

    private static final Path SHIPPED = Path.of("../recipes/quickstart");
    private static final String VERSE = "空山新雨后，天气晚来秋。\n明月松间照，清泉石上流。";
    private static final String CODE = "if (x) { return f(a[i], \"%d\", true); } else { i += 1; }";

    @TempDir Path folder;

    @Test
    void tellsTextFromCodeInBothLanguagesAndAfterLoading() throws IOException {
        ClassifierTraining training = train(7);
        ClassifierMetrics metrics = training.metrics();
        assertTrue(metrics.auc() > 0.9, metrics::toString);
        assertTrue(metrics.precision() > 0.9 && metrics.recall() > 0.9, metrics::toString);
        assertTrue(metrics.calibrationError() < 0.1, metrics::toString);
        assertTrue(metrics.numHeldOut() > 50, metrics::toString);
        Path file = folder.resolve("model.pb");
        training.classifier().save(file);
        TextClassifier loaded = TextClassifier.load(file, training.calibration());
        Model<Label> tribuo = Model.deserializeFromFile(file).castModel(Label.class);
        for (String text : List.of(VERSE, CODE)) {
            assertEquals(training.classifier().score(text), loaded.score(text));
            double ofTribuo =
                    tribuo.predict(TextFeatures.of(text).example(LabelFactory.UNKNOWN_LABEL))
                            .getOutputScores()
                            .get(TextClassifier.POSITIVE.getLabel())
                            .getScore();
            assertEquals(ofTribuo, Platt.NONE.probability(loaded.logit(text)), 1e-9);
        }
        assertTrue(loaded.score(VERSE) > 0.5);
        assertTrue(loaded.score(CODE) < 0.5);
    }

    @Test
    void theSameSeedGivesTheSameScores() {
        double score = train(7).classifier().score(VERSE);
        assertEquals(score, train(7).classifier().score(VERSE));
    }

    @Test
    void textsAreToldApartByAJudgesScoresOrWords() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            Object score = i % 2 == 0 ? 2 + i % 4 : i % 4 == 1 ? "\"positive\"" : "\"poor\"";
            lines.append("{\"text\":\"t").append(i).append("\",\"score\":").append(score);
            lines.append("}\n");
        }
        Path file = Files.writeString(folder.resolve("judged.jsonl"), lines.toString());
        LabelledTexts.Rule rule = new LabelledTexts.Rule("score", 3, Set.of("positive"));
        LabelledTexts texts = LabelledTexts.of(file, rule);
        assertEquals(20, texts.positive().size());
        assertEquals(List.of("t1", "t2", "t5", "t6"), texts.positive().subList(0, 4));
        assertEquals(List.of("t0", "t3", "t4", "t7"), texts.negative().subList(0, 4));
        UserException error =
                assertThrows(
                        UserException.class,
                        () -> LabelledTexts.of(file, new LabelledTexts.Rule("label", 3, Set.of())));
        assertTrue(error.getMessage().contains("has no 'label'"), error.getMessage());
    }

    @Test
    void aDamagedModelIsRefusedByName() throws IOException {
        Path file = Files.write(folder.resolve("model.pb"), new byte[] {1, 2, 3, 4});
        CorruptFileException error =
                assertThrows(
                        CorruptFileException.class, () -> TextClassifier.load(file, Platt.NONE));
        assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
    }

    @Test
    void tooFewExamplesAreRefused() throws IOException {
        Path few = Files.writeString(folder.resolve("few.jsonl"), "{\"text\":\"x\"}\n".repeat(19));
        Path good = SHIPPED.resolve("quality-positive.jsonl.gz");
        UserException error = assertThrows(UserException.class, () -> LabelledTexts.of(good, few));
        assertTrue(error.getMessage().startsWith(few.toString()), error.getMessage());
    }

    private static ClassifierTraining train(long seed) {
        LabelledTexts texts =
                LabelledTexts.of(
                        SHIPPED.resolve("quality-positive.jsonl.gz"),
                        SHIPPED.resolve("quality-negative.jsonl.gz"));
        return ClassifierTraining.run(texts, "test", 0.5, seed);
    }
}
