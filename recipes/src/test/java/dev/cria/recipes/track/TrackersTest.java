package dev.cria.recipes.track;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrackersTest {

    @Test
    void oneThatFailsIsLeftOutAndTheOthersGoOn() {
        List<String> told = new ArrayList<>();
        Tracker failing =
                new Tracker() {
                    @Override
                    public void step(JsonNode line) {
                        told.add("failing " + line.path("step"));
                        throw new IllegalStateException("no space left");
                    }
                };
        Tracker sound =
                new Tracker() {
                    @Override
                    public void step(JsonNode line) {
                        told.add("sound " + line.path("step"));
                    }
                };
        Trackers trackers = new Trackers(List.of(failing, sound));
        trackers.step(Lines.step("sft", 1));
        trackers.step(Lines.step("sft", 2));
        assertEquals(List.of("failing 1", "sound 1", "sound 2"), told);
    }
}
