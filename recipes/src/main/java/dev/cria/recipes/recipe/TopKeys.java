package dev.cria.recipes.recipe;

import java.util.List;

/** Keys of the recipe as a whole, in the order in which they are written out. */
final class TopKeys {

    static final int MAX_THREADS = 4096;
    static final int MOST = 1_000_000;

    static final List<Key> ALL =
            List.of(
                    text("name", "what the run is called; the file's name where it is not given"),
                    text("output_dir", "the run folder; runs/NAME where it is not given"),
                    whole("seed", 42, Integer.MAX_VALUE, "every random number derives from it"),
                    whole("threads", 0, MAX_THREADS, "CPU threads of the kernels; 0: all cores"),
                    whole(
                            "restarts",
                            Recovery.DEFAULT.restarts(),
                            MOST,
                            "how often a run that died, hung or blew up is started again"),
                    whole(
                            "restart_backoff",
                            Recovery.DEFAULT.backoff(),
                            MOST,
                            "seconds before a restart without progress; each further wait is twice as long"),
                    whole(
                            "restart_backoff_max",
                            Recovery.DEFAULT.maxBackoff(),
                            MOST,
                            "seconds of the longest wait before a restart"),
                    whole(
                            "restarts_without_progress",
                            Recovery.DEFAULT.fruitless(),
                            MOST,
                            "attempts in a row without progress after which the run ends"),
                    whole(
                            "hang_timeout",
                            Recovery.DEFAULT.hangTimeout(),
                            MOST,
                            "seconds that a step may take at least before it counts as hung; 0: never"),
                    whole(
                            "hang_factor",
                            Recovery.DEFAULT.hangFactor(),
                            MOST,
                            "and so many times the median of the last steps"),
                    whole(
                            "first_step_timeout",
                            Recovery.DEFAULT.firstStepTimeout(),
                            MOST,
                            "seconds that the first step may take"),
                    Key.of(
                                    "",
                                    "report_to",
                                    Kind.CHOICES,
                                    Tracking.DEFAULT.reportTo(),
                                    "who gets the figures of each step besides metrics.jsonl")
                            .oneOf(
                                    Tracking.NOBODY,
                                    Tracking.TENSORBOARD,
                                    Tracking.CSV,
                                    Tracking.MLFLOW),
                    text(
                            "mlflow_tracking_uri",
                            "MLflow's server; the variable MLFLOW_TRACKING_URI where it is not given"),
                    text(
                            "mlflow_experiment",
                            "the experiment in MLflow; the run's name where it is not given"));

    /** Their names. */
    static final List<String> NAMES = ALL.stream().map(Key::name).toList();

    private TopKeys() {}

    private static Key text(String name, String documentation) {
        return Key.of("", name, Kind.TEXT, Key.NONE, documentation);
    }

    private static Key whole(String name, int initial, int most, String documentation) {
        return Key.of("", name, Kind.INTEGER, initial, documentation).between(0, most);
    }
}
