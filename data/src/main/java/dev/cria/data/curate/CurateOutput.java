package dev.cria.data.curate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.cria.checkpoints.durable.FileContent;
import dev.cria.checkpoints.durable.FolderWriter;
import dev.cria.data.quality.QualityTraining;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The small files beside the documents. */
final class CurateOutput {

    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private CurateOutput() {}

    /** Writes the funnel and, if there is a classifier, what it was made from. */
    static void describe(
            FolderWriter writer,
            CurateSettings settings,
            QualityTraining quality,
            CurateReport report)
            throws IOException {
        writer.write(Curator.FUNNEL, FileContent.of(JSON.writeValueAsBytes(report)));
        if (quality != null) {
            Map<String, Object> provenance = new LinkedHashMap<>(quality.provenance());
            provenance.put("threshold", settings.qualityThreshold());
            writer.write("quality-model.json", FileContent.of(JSON.writeValueAsBytes(provenance)));
        }
    }

    /** Forces files to disk that libraries wrote by their paths. */
    static void force(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }
}
