package dev.cria.data.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.StepKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassifierStepTest {

    private static final StepKind KIND = ClassifierSteps.KINDS.get(0);

    @TempDir Path folder;

    @BeforeEach
    void examples() throws IOException {
        StringBuilder flesh = new StringBuilder();
        StringBuilder stone = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            flesh.append("{\"text\":\"bare skin and kisses ").append(i).append("\"}\n");
            stone.append("{\"text\":\"granite from quarry no. ").append(i).append("\"}\n");
        }
        Files.writeString(folder.resolve("flesh.jsonl"), flesh.toString());
        Files.writeString(folder.resolve("stone.jsonl"), stone.toString());
    }

    @Test
    void whatIsFoundIsDroppedAndTheScoreOfTheRestIsNoted() throws IOException {
        ClassifierStep step = step(Map.of("name", "nsfw", "drop", "above"));
        Outcome flesh = apply(step, "kisses and bare skin");
        assertEquals("high_nsfw", ((Outcome.Dropped) flesh).reason());
        Outcome.Kept stone = (Outcome.Kept) apply(step, "a quarry of granite");
        double score = Double.parseDouble(stone.view().document().meta().get("nsfw"));
        assertTrue(score < 0.3, "score " + score);
        assertTrue(step.results().get("nsfw held out").startsWith("AUC 1.000"));
        step.save(folder);
        JsonNode facts =
                new ObjectMapper().readTree(folder.resolve("classifier-nsfw.json").toFile());
        assertEquals("flesh.jsonl", facts.at("/files/0/name").asText());
        assertEquals(64, facts.at("/files/1/sha256").asText().length());
        Platt calibration =
                new Platt(
                        facts.at("/calibration/slope").asDouble(),
                        facts.at("/calibration/intercept").asDouble());
        TextClassifier loaded =
                TextClassifier.load(folder.resolve("classifier-nsfw.pb"), calibration);
        assertEquals(score, loaded.score("a quarry of granite"), 1e-4);
    }

    @Test
    void nothingIsDroppedWhereOnlyTheScoreIsWanted() {
        ClassifierStep step = step(Map.of("drop", "none"));
        for (String text : new String[] {"kisses and bare skin", "a quarry of granite"}) {
            Outcome.Kept kept = (Outcome.Kept) apply(step, text);
            assertTrue(kept.view().document().meta().containsKey("quality"));
        }
        assertEquals(
                "low_quality",
                ((Outcome.Dropped) apply(step(Map.of()), "a quarry of granite")).reason());
    }

    @Test
    void examplesInBothFormsOrInHalfOfOneAreRefused() {
        for (Map<String, ?> given :
                List.of(Map.of("labels", "judged.jsonl"), Map.of("negative", ""))) {
            UserException error = assertThrows(UserException.class, () -> step(given));
            assertTrue(error.getMessage().contains("needs positive and negative, or labels"));
        }
        assertThrows(UserException.class, () -> step(Map.of("name", "../x")));
    }

    @Test
    void aClassifierOfAnEarlierRunGivesTheSameScoresAndIsPassedOn() throws IOException {
        ClassifierStep trained = step(Map.of("drop", "none"));
        Path first = Files.createDirectory(folder.resolve("first"));
        trained.save(first);
        ClassifierStep loaded = loaded("first", Map.of("drop", "none", "threshold", 0.9));
        Path second = Files.createDirectory(folder.resolve("second"));
        loaded.save(second);
        ClassifierStep again = loaded("second", Map.of("drop", "none"));
        for (String text : List.of("kisses and bare skin", "a quarry of granite", "月光")) {
            String score = score(trained, text);
            assertEquals(score, score(loaded, text));
            assertEquals(score, score(again, text));
        }
        assertEquals(trained.results(), again.results());
        JsonNode facts =
                new ObjectMapper().readTree(second.resolve("classifier-quality.json").toFile());
        assertEquals(0.9, facts.at("/threshold").asDouble());
        assertEquals(0.5, facts.at("/metrics_at").asDouble());
        assertEquals("flesh.jsonl", facts.at("/files/0/name").asText());
    }

    @Test
    void aClassifierThatIsMissingOrChangedOrOfAnotherVersionIsRefused() throws IOException {
        Path saved = Files.createDirectory(folder.resolve("saved"));
        step(Map.of("name", "nsfw")).save(saved);
        assertRefused("saved", "holds no classifier 'quality'", "it holds nsfw");
        assertRefused("nowhere", "holds no classifier", "is no folder");
        Path facts = saved.resolve("classifier-nsfw.json");
        String text = Files.readString(facts);
        Files.move(facts, saved.resolve("classifier-quality.json"));
        Path model = saved.resolve("classifier-quality.pb");
        Files.move(saved.resolve("classifier-nsfw.pb"), model);
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length / 2] ^= 1;
        Files.write(model, bytes);
        assertRefused("saved", model + ": was changed", "copy both files again");
        Files.writeString(
                saved.resolve("classifier-quality.json"),
                text.replaceFirst("\"hash_buckets\" ?: ?\\d+", "\"hash_buckets\": 7"));
        assertRefused("saved", "another version of Cria", "train the classifier again");
    }

    private void assertRefused(String model, String... parts) {
        UserException error = assertThrows(UserException.class, () -> loaded(model, Map.of()));
        for (String part : parts) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
    }

    private ClassifierStep loaded(String model, Map<String, ?> given) {
        Map<String, Object> all = new HashMap<>(given);
        all.put("model", model);
        return (ClassifierStep) KIND.make().apply(Arguments.of(KIND, all, folder, 0));
    }

    private static String score(ClassifierStep step, String text) {
        return ((Outcome.Kept) apply(step, text)).view().document().meta().get("quality");
    }

    private ClassifierStep step(Map<String, ?> given) {
        Map<String, Object> all =
                new HashMap<>(Map.of("positive", "flesh.jsonl", "negative", "stone.jsonl"));
        all.putAll(given);
        return (ClassifierStep) KIND.make().apply(Arguments.of(KIND, all, folder, 0));
    }

    private static Outcome apply(ClassifierStep step, String text) {
        return step.apply(DocumentView.of(Document.of("1", text, "test")));
    }
}
