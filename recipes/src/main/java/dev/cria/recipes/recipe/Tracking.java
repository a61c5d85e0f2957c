package dev.cria.recipes.recipe;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Who gets the figures of each step besides metrics.jsonl. It changes nothing that a stage makes.
 *
 * @param reportTo some of {@link #TENSORBOARD}, {@link #CSV} and {@link #MLFLOW}
 * @param server address of MLflow's tracking server; empty where the environment has it
 * @param experiment name of MLflow's experiment; empty for that of the run
 */
public record Tracking(List<String> reportTo, String server, String experiment) {

    /** Event files of TensorBoard. */
    public static final String TENSORBOARD = "tensorboard";

    /** metrics.csv. */
    public static final String CSV = "csv";

    /** A tracking server of MLflow. */
    public static final String MLFLOW = "mlflow";

    /** Stands alone in the recipe for an empty list. */
    static final String NOBODY = "none";

    /** Without a word in the recipe. */
    public static final Tracking DEFAULT = new Tracking(List.of(TENSORBOARD, CSV), "", "");

    private static final String KEY = "report_to";
    private static final String SERVER_KEY = "mlflow_tracking_uri";
    private static final String VARIABLE = "MLFLOW_TRACKING_URI";
    private static final List<String> WORDS = List.of(NOBODY, TENSORBOARD, CSV, MLFLOW);

    static Tracking read(
            Map<String, Given> given,
            UnaryOperator<String> environment,
            Place start,
            Problems problems) {
        Given asked = given.get(KEY);
        List<String> words = asked == null ? DEFAULT.reportTo : words(asked, problems);
        Tracking tracking =
                new Tracking(
                        words.equals(List.of(NOBODY)) ? List.of() : words,
                        text(given, SERVER_KEY, problems),
                        text(given, "mlflow_experiment", problems));
        Place place =
                given.containsKey(SERVER_KEY)
                        ? given.get(SERVER_KEY).place()
                        : asked == null ? start : asked.place();
        if (tracking.includes(MLFLOW)) {
            tracking.checkServer(environment, place, problems);
        }
        return tracking;
    }

    /** Whether one of them gets the figures. */
    public boolean includes(String who) {
        return reportTo.contains(who);
    }

    /** Where MLflow's server is. */
    public URI server(UnaryOperator<String> environment) {
        return URI.create(address(environment));
    }

    /** The experiment of a run. */
    public String experiment(String run) {
        return experiment.isEmpty() ? run : experiment;
    }

    private String address(UnaryOperator<String> environment) {
        String variable = environment.apply(VARIABLE);
        return server.isEmpty() && variable != null ? variable : server;
    }

    private void checkServer(UnaryOperator<String> environment, Place place, Problems problems) {
        String address = address(environment);
        if (address.isEmpty()) {
            problems.add(
                    place,
                    "report_to: mlflow needs the address of a server: set mlflow_tracking_uri, such as http://127.0.0.1:5000, or the variable MLFLOW_TRACKING_URI");
            return;
        }
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            uri = URI.create("");
        }
        if (!List.of("http", "https").contains(String.valueOf(uri.getScheme()))
                || uri.getHost() == null) {
            problems.add(
                    place,
                    "mlflow_tracking_uri: expected an address such as http://127.0.0.1:5000, found '%s'"
                            .formatted(address));
        } else if (uri.getUserInfo() != null) {
            problems.add(
                    place,
                    "mlflow_tracking_uri: a password would be written into the run folder; take it out and set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD");
        }
    }

    private static List<String> words(Given given, Problems problems) {
        List<? extends Node> nodes =
                given.value() instanceof SequenceNode list
                        ? list.getValue()
                        : given.value() == null ? List.of() : List.of(given.value());
        List<String> words =
                nodes.stream()
                        .map(node -> node instanceof ScalarNode word ? word.getValue() : "")
                        .distinct()
                        .toList();
        for (int i = 0; i < words.size(); i++) {
            if (!WORDS.contains(words.get(i))) {
                problems.add(
                        given.placeOf(nodes.get(i)),
                        "report_to: expected some of %s, found '%s'%s"
                                .formatted(
                                        String.join(", ", WORDS),
                                        words.get(i),
                                        Nearest.hint(words.get(i), WORDS)));
            }
        }
        if (words.contains(NOBODY) && words.size() > 1) {
            problems.add(given.place(), "report_to: 'none' stands alone");
        }
        return words;
    }

    private static String text(Map<String, Given> given, String key, Problems problems) {
        Given value = given.get(key);
        if (value == null || value.value() == null) {
            return "";
        }
        if (value.value() instanceof ScalarNode scalar) {
            return scalar.getValue().strip();
        }
        problems.add(value.place(), key + ": expected a text");
        return "";
    }
}
