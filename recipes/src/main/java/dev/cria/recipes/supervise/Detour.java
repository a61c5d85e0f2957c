package dev.cria.recipes.supervise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.recipes.run.AttemptLog;

/**
 * The way around a blow-up: from a checkpoint before it, leaving out the step. As long as blow-ups
 * follow each other without a new checkpoint between them, each goes back one checkpoint further.
 */
final class Detour {

    private final AttemptLog log;
    private final Progress progress;
    private String stage = "";
    private long from = Long.MAX_VALUE;

    Detour(AttemptLog log, Progress progress) {
        this.log = log;
        this.progress = progress;
    }

    /**
     * Decides on the last blow-up and writes the decision down; the next attempt follows it.
     *
     * @param advanced whether the attempt that blew up had saved anything new
     * @return what is done, in words
     */
    String decide(boolean advanced) {
        JsonNode blowUp = null;
        for (JsonNode event : log.read()) {
            if (event.path("event").asText().equals("blow_up")) {
                blowUp = event;
            }
        }
        if (blowUp == null) {
            return "";
        }
        long step = blowUp.path("step").asLong();
        boolean again = !advanced && stage.equals(blowUp.path("stage").asText());
        stage = blowUp.path("stage").asText();
        from = progress.newestBefore(stage, again ? from : step);
        ObjectNode decision = AttemptLog.event("leave_out").put("stage", stage);
        ArrayNode steps = decision.putArray("steps");
        steps.add(step);
        decision.put("back_to", from);
        decision.put("why", blowUp.path("what").asText());
        log.append(decision);
        return "stage %s goes back to step %d and leaves out step %d".formatted(stage, from, step);
    }
}
