package dev.cria.recipes.track;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.recipes.recipe.Recipe;
import dev.cria.recipes.recipe.Tracking;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What follows a run, by key {@code report_to}; one that fails is left out from then on. */
public final class Trackers implements Tracker {

    private static final Logger LOG = Logger.getLogger(Trackers.class.getName());

    private final List<Tracker> trackers;

    Trackers(List<Tracker> trackers) {
        this.trackers = new ArrayList<>(trackers);
    }

    /** Those that a recipe asks for; nothing is written before the first step. */
    public static Trackers of(Recipe recipe) {
        Tracking asked = recipe.tracking();
        List<Tracker> trackers = new ArrayList<>();
        if (asked.includes(Tracking.TENSORBOARD)) {
            trackers.add(new TensorBoard(recipe.outputDir().resolve("tensorboard")));
        }
        if (asked.includes(Tracking.CSV)) {
            trackers.add(new CsvFile(recipe.outputDir().resolve("metrics.csv")));
        }
        if (asked.includes(Tracking.MLFLOW)) {
            trackers.add(MlflowTracker.of(recipe));
        }
        return new Trackers(trackers);
    }

    @Override
    public void goOn(String stage, long done, List<JsonNode> kept) {
        tell(tracker -> tracker.goOn(stage, done, kept));
    }

    @Override
    public void step(JsonNode line) {
        tell(tracker -> tracker.step(line));
    }

    @Override
    public void end(String stage, Outcome outcome) {
        tell(tracker -> tracker.end(stage, outcome));
    }

    @Override
    public void close() {
        tell(Tracker::close);
        trackers.clear();
    }

    private void tell(Consumer<Tracker> what) {
        trackers.removeIf(
                tracker -> {
                    try {
                        what.accept(tracker);
                        return false;
                    } catch (RuntimeException failure) {
                        LOG.log(
                                Level.WARNING,
                                failure,
                                () -> tracker + " failed; the run goes on without it");
                        return true;
                    }
                });
    }
}
