package dev.cria.recipes.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/** samples.jsonl: what the model makes of a few prompts while it is trained. */
public final class SamplesLog {

    private final StepLines lines;

    /** The log of a run folder. */
    public SamplesLog(Path file) {
        this.lines = new StepLines(file);
    }

    /** Appends the text that follows a prompt after a step. */
    public void append(String stage, long step, String prompt, String text) {
        lines.append(StepLines.line(stage, step).put("prompt", prompt).put("text", text));
    }

    /** Takes away what comes after the step that a stage goes on from. */
    public void cutAfter(String stage, long step) {
        lines.cutAfter(stage, step);
    }

    /** The samples of a stage, in order. */
    public List<JsonNode> of(String stage) {
        return lines.of(stage);
    }
}
