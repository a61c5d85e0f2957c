package dev.cria.data.quality;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a classifier was made from, so that it can be made again. */
final class Provenance {

    private Provenance() {}

    static Map<String, Object> of(List<Path> files, ClassifierTraining training, long seed) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("trainer", "Tribuo LinearSGDTrainer, LogMulticlass, AdaGrad");
        values.put("learning_rate", ClassifierTraining.LEARNING_RATE);
        values.put("epochs", ClassifierTraining.EPOCHS);
        values.put("seed", seed);
        values.put("hash_buckets", TextFeatures.NUM_BUCKETS);
        values.put("characters", TextFeatures.MAX_CHARACTERS);
        values.put("files", files.stream().map(Provenance::file).toList());
        values.put("calibration", training.calibration());
        values.put("metrics", training.metrics());
        return values;
    }

    private static Map<String, String> file(Path file) {
        return new TreeMap<>(Map.of("name", file.getFileName().toString(), "sha256", sha256(file)));
    }

    /** The hash of a file. */
    static String sha256(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
