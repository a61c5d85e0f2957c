package dev.cria.recipes.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.chat.Tools;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.Finish;
import dev.cria.trainer.generate.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CodeCheckTest {

    private static final String CODE =
            """
            Like this:
            ```python
            import hashlib, subprocess
            subprocess.run("ls " + name, shell=True)
            ```
            """;

    private static final Asked ASKED =
            new Asked("tiny", List.of(Request.of(new int[] {1}, 1)), false, false, Tools.NONE);

    private static JsonNode choice(CodeCheck check, String text) {
        Answer answer = new Answer(new int[0], text, new float[0], List.of(), Finish.STOP_TOKEN);
        Outcome outcome = Generating.outcome(0, answer, Tools.NONE, check);
        return new ChatShape(ASKED, null).whole(List.of(outcome)).at("/choices/0");
    }

    @Test
    void findingsAreToldBesideTheAnswer() {
        JsonNode choice = choice(CodeCheck.WARN, CODE);
        assertEquals(CODE, choice.at("/message/content").asText());
        assertEquals("CWE-78", choice.at("/cria_findings/0/cwe").asText());
        assertEquals(4, choice.at("/cria_findings/0/line").asInt());
        assertEquals("stop", choice.path("finish_reason").asText());
    }

    @Test
    void anAnswerWithFindingsIsWithheld() {
        JsonNode choice = choice(CodeCheck.BLOCK, CODE);
        assertTrue(choice.at("/message/content").isNull());
        assertTrue(choice.at("/message/refusal").asText().contains("CWE-78"));
        assertEquals("content_filter", choice.path("finish_reason").asText());
        assertFalse(choice.at("/message").toString().contains("subprocess"));
    }

    @Test
    void whatIsSoundOrNotAskedForIsLeftAlone() {
        JsonNode sound = choice(CodeCheck.BLOCK, "```python\nprint(1)\n```\n");
        assertTrue(sound.path("cria_findings").isMissingNode());
        assertNull(CodeCheck.OFF.refusal(CodeCheck.OFF.findings(CODE)));
        assertTrue(CodeCheck.OFF.findings(CODE).isEmpty());
    }
}
