package dev.cria.data.curate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.cria.data.quality.QualityTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The small files beside the documents. */
final class CurateOutput {

    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private CurateOutput() {}

    static void writeFunnel(Path folder, CurateReport report) throws IOException {
        write(folder.resolve(Curator.FUNNEL), report);
    }

    /** The model with its provenance: the files by their hashes, the settings, the metrics. */
    static void writeModel(Path folder, CurateSettings settings, QualityTraining quality)
            throws IOException {
        quality.classifier().save(folder.resolve("quality-model.pb"));
        Map<String, Object> provenance = new LinkedHashMap<>(quality.provenance());
        provenance.put("threshold", settings.qualityThreshold());
        write(folder.resolve("quality-model.json"), provenance);
    }

    private static void write(Path file, Object value) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(value) + "\n");
    }
}
