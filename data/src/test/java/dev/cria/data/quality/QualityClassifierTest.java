package dev.cria.data.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QualityClassifierTest {

    private static final Path SHIPPED = Path.of("../recipes/quickstart");
    private static final Document VERSE = Document.of("1", "空山新雨后，天气晚来秋。\n明月松间照，清泉石上流。", "test");
    private static final Document CODE =
            Document.of("2", "if (x) { return f(a[i], \"%d\", true); } else { i += 1; }", "test");

    @TempDir Path folder;

    @Test
    void tellsTextFromCodeInBothLanguagesAndAfterLoading() {
        QualityTraining training = train(7);
        assertTrue(training.metrics().auc() > 0.9, training.metrics()::toString);
        assertTrue(training.metrics().accuracy() > 0.9, training.metrics()::toString);
        assertTrue(training.metrics().numHeldOut() > 100, training.metrics()::toString);
        Path file = folder.resolve("model.pb");
        training.classifier().save(file);
        QualityClassifier loaded = QualityClassifier.load(file);
        for (Document document : List.of(VERSE, CODE)) {
            assertEquals(training.classifier().score(document), loaded.score(document));
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
    void aDamagedModelIsRefusedByName() throws IOException {
        Path file = Files.write(folder.resolve("model.pb"), new byte[] {1, 2, 3, 4});
        CorruptFileException error =
                assertThrows(CorruptFileException.class, () -> QualityClassifier.load(file));
        assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
    }

    @Test
    void tooFewExamplesAreRefused() throws IOException {
        Path few = Files.writeString(folder.resolve("few.jsonl"), "{\"text\":\"x\"}\n".repeat(19));
        Path good = SHIPPED.resolve("quality-positive.jsonl.gz");
        UserException error =
                assertThrows(UserException.class, () -> QualityTraining.run(good, few, 0));
        assertTrue(error.getMessage().startsWith(few.toString()), error.getMessage());
    }

    private static QualityTraining train(long seed) {
        return QualityTraining.run(
                SHIPPED.resolve("quality-positive.jsonl.gz"),
                SHIPPED.resolve("quality-negative.jsonl.gz"),
                seed);
    }
}
