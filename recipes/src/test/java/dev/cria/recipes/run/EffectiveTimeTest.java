package dev.cria.recipes.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EffectiveTimeTest {

    @TempDir Path folder;
    private final List<JsonNode> events = new ArrayList<>();

    private ObjectNode at(double time, String event) {
        ObjectNode node = AttemptLog.event(event).put("time", time);
        events.add(node);
        return node;
    }

    private void begin(double since, double time, String session) {
        at(time, "begin").put("session", session).put("since", since);
    }

    private EffectiveTime of(String stage, double useful, double now) {
        return EffectiveTime.of(events, stage, useful, now);
    }

    @Test
    void startingLoadingWaitingAndLostStepsAreNotUseful() {
        begin(100, 102, "a");
        at(103, "stage").put("stage", "sft");
        at(110, "resume").put("stage", "sft").put("lost_steps", 0).put("lost_seconds", 0);
        at(150, "end").put("reason", "killed");
        begin(155, 157, "a");
        at(158, "stage").put("stage", "sft");
        at(160, "resume").put("stage", "sft").put("lost_steps", 4).put("lost_seconds", 8.5);
        EffectiveTime time = of("sft", 60, 200);
        assertEquals(100, time.wall(), 1e-9, "from the start of the first process to now");
        assertEquals(0.6, time.share(), 1e-9);
        assertEquals(Map.of("killed", 1), time.interruptions());
        assertEquals(4, time.lostSteps());
        assertEquals(8.5, time.lostSeconds());
        assertEquals("60.0% of 1 min 40 s", time.describe());
        assertEquals("1 killed; 4 steps (8.5 s) lost", time.describeInterruptions());
    }

    @Test
    void whatLiesBetweenTwoSessionsIsNobodysTime() {
        begin(0, 1, "a");
        at(1, "stage").put("stage", "sft");
        at(50, "end").put("reason", "stopped");
        begin(90_000, 90_001, "b");
        at(90_001, "stage").put("stage", "sft");
        assertEquals(60, of("sft", 40, 90_010).wall(), 1e-9);
    }

    @Test
    void eachStageHasItsOwnTime() {
        begin(0, 2, "a");
        at(3, "stage").put("stage", "tokenizer");
        at(10, "stage_end").put("stage", "tokenizer");
        at(12, "stage").put("stage", "sft");
        at(20, "end").put("reason", "killed");
        begin(21, 24, "a");
        at(25, "stage").put("stage", "sft");
        at(35, "stage_end").put("stage", "sft");
        at(36, "stage").put("stage", "dpo");
        assertEquals(10, of("tokenizer", 0, 50).wall(), 1e-9);
        assertEquals(2 + 8 + 5 + 10, of("sft", 0, 50).wall(), 1e-9);
        assertEquals(Map.of("killed", 1), of("sft", 0, 50).interruptions());
        assertEquals(15, of("dpo", 0, 50).wall(), 1e-9);
        assertEquals(Map.of(), of("dpo", 0, 50).interruptions());
    }

    @Test
    void aClockThatGoesBackTakesNoTimeAway() {
        begin(0, 1, "a");
        at(1, "stage").put("stage", "sft");
        at(10, "resume").put("stage", "sft");
        at(5, "resume").put("stage", "sft");
        assertEquals(15, of("sft", 0, 10).wall(), 1e-9);
    }

    @Test
    void aLineThatACrashCutOffIsLeftOutAndTheNextOneIsSound() throws IOException {
        AttemptLog log = new AttemptLog(folder);
        log.append(AttemptLog.event("begin"));
        Files.writeString(
                folder.resolve(AttemptLog.NAME), "{\"event\":\"en", StandardOpenOption.APPEND);
        log.append(AttemptLog.event("begin"));
        assertEquals(2, log.read().size());
    }

    @Test
    void aProcessThatNobodySawEndingEndedWithItsLastHeartbeat() throws IOException {
        AttemptLog log = new AttemptLog(folder);
        log.append(AttemptLog.event("begin").put("session", "a").put("since", 5).put("time", 6));
        Files.writeString(folder.resolve("heartbeat"), "9");
        Files.setLastModifiedTime(
                folder.resolve("heartbeat"), java.nio.file.attribute.FileTime.fromMillis(31_000));
        Attempt.begin(log, Session.alone(100), new Heartbeat(folder), null);
        JsonNode end = log.read().get(1);
        assertEquals("ended without a word", end.path("reason").asText());
        assertEquals(31, end.path("time").asDouble());
    }
}
