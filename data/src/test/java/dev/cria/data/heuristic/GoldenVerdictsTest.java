package dev.cria.data.heuristic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.GoldenDatatrove;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verdicts and texts against those of datatrove 0.10, with words of our own. */
final class GoldenVerdictsTest {

    private static final Map<String, StepKind> KINDS =
            Map.of(
                    "gopher_repetition", GopherRepetition.KIND,
                    "gopher_quality", GopherQuality.KIND,
                    "c4", C4Quality.KIND,
                    "c4_fineweb", C4Quality.KIND,
                    "fineweb", FineWebQuality.KIND);

    @ParameterizedTest
    @CsvSource({
        "en,gopher_repetition",
        "en,gopher_quality",
        "en,c4",
        "en,c4_fineweb",
        "en,fineweb",
        "zh,gopher_repetition",
        "zh,gopher_quality",
        "zh,c4",
        "zh,c4_fineweb",
        "zh,fineweb"
    })
    void everyVerdictIsEqual(String language, String filter) throws IOException {
        DocumentStep step = step(filter, language);
        for (JsonNode row : GoldenDatatrove.rows(language)) {
            Document document = Document.of("1", row.get("text").asText(), "test");
            Outcome outcome = step.apply(DocumentView.of(document));
            String id = row.get("id").asText();
            assertEquals(row.get("verdict").get(filter).asText(), verdict(outcome), id);
            JsonNode text = row.get(filter + "_text");
            if (outcome instanceof Outcome.Kept kept && text != null) {
                assertEquals(text.asText(), kept.view().text(), id);
            }
        }
    }

    private static String verdict(Outcome outcome) {
        return outcome instanceof Outcome.Dropped dropped ? dropped.reason() : "keep";
    }

    private static DocumentStep step(String filter, String language) {
        StepKind kind = KINDS.get(filter);
        Map<String, Object> given = new HashMap<>();
        given.put("words", "datatrove");
        given.put("language", language);
        given.put("language_defaults", false);
        if (filter.equals("c4_fineweb")) {
            given.put("terminal_punctuation", false);
        }
        return (DocumentStep) kind.make().apply(Arguments.of(kind, given, Path.of(""), 0));
    }
}
