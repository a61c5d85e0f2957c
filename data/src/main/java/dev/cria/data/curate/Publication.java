package dev.cria.data.curate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.data.card.DataCard;
import dev.cria.data.pipeline.StepResults;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the output together from the units of all passes and gives it its name. */
record Publication(CurateSettings settings, String request) {

    private static final ObjectWriter JSON = new JsonMapper().writerWithDefaultPrettyPrinter();

    /** The output while it is put together, within the work folder. */
    private static final String UNFINISHED = "output";

    void publish(
            List<Journal> passes, List<StepResults> results, CurateReport report, DataCard card)
            throws IOException {
        Path folder = settings.work().resolve(UNFINISHED);
        Storage.disk().delete(folder);
        Files.createDirectories(folder.resolve(Curator.DOCUMENTS));
        Journal last = passes.get(passes.size() - 1);
        link(last, settings.format().ending(), folder.resolve(Curator.DOCUMENTS), "");
        if (settings.keepDropped()) {
            Files.createDirectory(folder.resolve(Curator.DROPPED));
            for (int pass = 0; pass < passes.size(); pass++) {
                Path dropped = folder.resolve(Curator.DROPPED);
                link(passes.get(pass), UnitFiles.DROPPED, dropped, "pass-" + pass + "-");
            }
        }
        badRows(passes.get(0), folder.resolve(Curator.BAD_ROWS));
        for (StepResults step : results) {
            step.save(folder);
        }
        Files.write(folder.resolve(Curator.FUNNEL), JSON.writeValueAsBytes(report));
        Files.write(folder.resolve(DataCard.FILE), card.json());
        FolderDigest.force(folder);
        DurableFiles.writeFile(folder.resolve(Curator.MANIFEST), manifest(folder));
        Files.deleteIfExists(settings.output());
        Storage.disk().rename(folder, settings.output());
        Storage.disk().forceFolder(settings.output().toAbsolutePath().getParent());
    }

    /** The parts keep their second name until the whole output has its own. */
    private static void link(Journal pass, String kind, Path folder, String prefix)
            throws IOException {
        for (UnitRecord entry : pass.records()) {
            String name = UnitFiles.name(entry.unit(), kind);
            if (entry.files().containsKey(name)) {
                Path target = folder.resolve(prefix + "part-" + name);
                try {
                    Files.createLink(target, pass.folder().resolve(name));
                } catch (UnsupportedOperationException | IOException noLinks) {
                    // Some file systems, such as FAT and some network shares, have no hard links.
                    Files.copy(pass.folder().resolve(name), target);
                }
            }
        }
    }

    private static void badRows(Journal first, Path target) throws IOException {
        for (UnitRecord entry : first.records()) {
            String name = UnitFiles.name(entry.unit(), UnitFiles.BAD_ROWS);
            if (entry.files().containsKey(name)) {
                try (OutputStream all =
                        Files.newOutputStream(
                                target, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                    Files.copy(first.folder().resolve(name), all);
                }
            }
        }
    }

    private byte[] manifest(Path folder) throws IOException {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("request_sha256", hash(request));
        manifest.put("steps", Request.steps(settings));
        manifest.put("files", FolderDigest.of(folder));
        try {
            return JSON.writeValueAsBytes(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hash(String request) {
        return Sha256.of(request.getBytes(StandardCharsets.UTF_8));
    }
}
