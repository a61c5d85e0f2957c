package dev.cria.data.spark;

import dev.cria.checkpoints.UserException;
import dev.cria.data.curate.CurateReport;
import dev.cria.data.curate.CurateSettings;
import dev.cria.data.curate.Curator;
import dev.cria.data.curate.SettingsJson;
import dev.cria.data.curate.StepCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Curates on a cluster: {@code spark-submit cria-spark.jar SETTINGS}, where the settings are what
 * {@code cria spark RECIPE} prints.
 */
public final class SparkCuration {

    private static final int USER_ERROR = 2;

    private SparkCuration() {}

    /** Runs to the end and prints the funnel; ends with 2 where the user can mend what is wrong. */
    public static void main(String[] arguments) {
        try {
            CurateSettings settings = settings(arguments);
            SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "cria curate");
            try (JavaSparkContext context = new JavaSparkContext(conf)) {
                print(run(context, settings));
            }
        } catch (UserException e) {
            System.err.println("cria: " + e.getMessage());
            System.exit(USER_ERROR);
        }
    }

    /** Curates with the executors of a context. */
    static CurateReport run(JavaSparkContext context, CurateSettings settings) {
        return Curator.run(
                settings,
                new SparkWorkers(context),
                (doing, done, total, documents) ->
                        context.sc().setJobDescription(doing + ": " + documents + " documents"));
    }

    private static CurateSettings settings(String[] arguments) {
        if (arguments.length != 1) {
            throw new UserException(
                    "expected one argument, the file that 'cria spark RECIPE' has written");
        }
        Path file = Path.of(arguments[0]);
        try {
            return SettingsJson.read(Files.readString(file));
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e, e);
        }
    }

    private static void print(CurateReport report) {
        System.out.printf(
                "%d documents in, %d kept, %d rows that could not be read%n",
                report.documentsIn(), report.documentsKept(), report.badRows());
        for (StepCount step : report.steps()) {
            System.out.printf("dropped by %s: %s%n", step.step(), step.dropped());
        }
    }
}
