package dev.cria.data.quality;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import dev.cria.checkpoints.json.JsonFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A classifier and what is known about it: trained now, or by an earlier curation, whose output
 * holds it as {@code classifier-NAME.pb} and {@code classifier-NAME.json}.
 *
 * @param provenance what it was made from and how it does
 */
record KnownClassifier(TextClassifier classifier, ObjectNode provenance) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "classifier-";
    private static final String HASH = "model_sha256";
    private static final String METRICS_AT = "metrics_at";
    private static final long MAX_BYTES = 1 << 20;

    /**
     * Trains a classifier.
     *
     * @param files that the texts are from
     * @param threshold at which precision and recall are measured
     */
    static KnownClassifier train(
            LabelledTexts texts, List<Path> files, double threshold, long seed) {
        String origin =
                String.join(" and ", files.stream().map(f -> f.getFileName().toString()).toList());
        ClassifierTraining training = ClassifierTraining.run(texts, origin, threshold, seed);
        ObjectNode provenance = JSON.valueToTree(Provenance.of(files, training, seed));
        provenance.put(METRICS_AT, threshold);
        return new KnownClassifier(training.classifier(), provenance);
    }

    /**
     * Reads what {@link #save} has written.
     *
     * @throws UserException if the folder holds none of that name, or one of another version
     * @throws CorruptFileException if it was changed
     */
    static KnownClassifier load(Path folder, String name) {
        Path facts = folder.resolve(PREFIX + name + ".json");
        Path model = folder.resolve(PREFIX + name + ".pb");
        if (!Files.isRegularFile(facts) || !Files.isRegularFile(model)) {
            throw new UserException(
                    "step classifier: model: %s holds no classifier '%s': %s and %s are expected there; %s"
                            .formatted(
                                    folder,
                                    name,
                                    facts.getFileName(),
                                    model.getFileName(),
                                    others(folder)));
        }
        JsonFields json = new JsonFields(facts, Json.readObject(facts, MAX_BYTES));
        if (!json.has(HASH)
                || json.requireInt("hash_buckets") != TextFeatures.NUM_BUCKETS
                || json.requireInt("characters") != TextFeatures.MAX_CHARACTERS) {
            throw new UserException(
                    facts
                            + ": was written by another version of Cria, which looks at texts otherwise;"
                            + " train the classifier again");
        }
        String stated = json.requireString(HASH);
        String found = Provenance.sha256(model);
        if (!found.equals(stated)) {
            throw new CorruptFileException(
                    model,
                    "was changed: it has SHA-256 %s, %s says %s; copy both files again from where they were made"
                            .formatted(found, facts.getFileName(), stated));
        }
        JsonFields calibration = json.requireObject("calibration");
        Platt platt =
                new Platt(
                        calibration.requireDouble("slope"), calibration.requireDouble("intercept"));
        return new KnownClassifier(TextClassifier.load(model, platt), json.node());
    }

    private static String others(Path folder) {
        if (!Files.isDirectory(folder)) {
            return folder + " is no folder";
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString())
                            .filter(file -> file.startsWith(PREFIX) && file.endsWith(".pb"))
                            .map(file -> file.substring(PREFIX.length(), file.length() - 3))
                            .sorted()
                            .toList();
            return names.isEmpty()
                    ? "it holds none at all"
                    : "it holds %s; say it by 'name'".formatted(String.join(", ", names));
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be listed: " + e, e);
        }
    }

    /**
     * Writes the classifier and what is known about it.
     *
     * @param threshold that the step goes by
     * @param drop what the step drops
     */
    void save(Path folder, String name, double threshold, String drop) throws IOException {
        Path model = folder.resolve(PREFIX + name + ".pb");
        classifier.save(model);
        ObjectNode facts = JSON.createObjectNode();
        facts.put("name", name);
        facts.put("threshold", threshold);
        facts.put("drop", drop);
        provenance.properties().forEach(e -> facts.putIfAbsent(e.getKey(), e.getValue()));
        facts.put(HASH, Provenance.sha256(model));
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve(PREFIX + name + ".json").toFile(), facts);
    }

    /** How it did on texts that it was not trained on. */
    String metrics() {
        return String.format(
                Locale.ROOT,
                "AUC %.3f; at %s precision %.3f, recall %.3f; calibration error %.3f",
                provenance.at("/metrics/auc").asDouble(),
                provenance.path(METRICS_AT).asDouble(),
                provenance.at("/metrics/precision").asDouble(),
                provenance.at("/metrics/recall").asDouble(),
                provenance.at("/metrics/calibrationError").asDouble());
    }
}
