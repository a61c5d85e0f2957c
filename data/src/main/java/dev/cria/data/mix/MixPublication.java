package dev.cria.data.mix;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.data.dataset.TextTokens;
import dev.cria.data.shard.PackedManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Puts the output together from the shards and gives it its name. */
record MixPublication(MixSettings settings, String request) {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();
    private static final String REQUEST = "request_sha256";
    private static final String REPORT = "report";

    /** The output while it is put together, within the work folder. */
    private static final String UNFINISHED = "output";

    /** The report of an output that this request has written before; null where there is none. */
    MixReport earlier() throws IOException {
        Path output = settings.output();
        if (!Files.exists(output)) {
            return null;
        }
        try (Stream<Path> entries = Files.list(output)) {
            if (entries.findAny().isEmpty()) {
                return null;
            }
        }
        if (PackedManifest.isIn(output)) {
            ObjectNode about = PackedManifest.read(output).about();
            if (about.path(REQUEST).asText().equals(MixRequest.hash(request))) {
                return JSON.treeToValue(about.get(REPORT), MixReport.class);
            }
        }
        throw new UserException(
                output + " exists and is not empty; choose another folder or remove it first");
    }

    void publish(FileLog shards, MixReport report) throws IOException {
        Path folder = settings.work().resolve(UNFINISHED);
        Storage.disk().delete(folder);
        Files.createDirectories(folder);
        List<PackedManifest.Shard> files = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            String name = "rows-" + FileLog.fileName(i);
            link(shards.file(i), folder.resolve(name));
            files.add(new PackedManifest.Shard(name, shards.entries().get(i).content()));
        }
        PackedManifest manifest =
                new PackedManifest(
                        settings.tokenizer().fingerprint(),
                        settings.tokenizer().vocabSize(),
                        settings.limit().maxSeqLen(),
                        about(report),
                        files);
        DurableFiles.writeFile(folder.resolve(PackedManifest.NAME), manifest.bytes());
        Storage.disk().forceFolder(folder);
        Files.deleteIfExists(settings.output());
        Storage.disk().rename(folder, settings.output());
        Storage.disk().forceFolder(settings.output().toAbsolutePath().getParent());
    }

    /** The shards keep their second name until the whole output has its own. */
    private static void link(Path file, Path target) throws IOException {
        try {
            Files.createLink(target, file);
        } catch (UnsupportedOperationException | IOException noLinks) {
            // Some file systems, such as FAT and some network shares, have no hard links.
            Files.copy(file, target);
        }
    }

    private ObjectNode about(MixReport report) {
        ObjectNode about = JSON.createObjectNode();
        about.put(REQUEST, MixRequest.hash(request));
        about.put("seed", settings.seed());
        about.put("shuffle", settings.shuffle());
        about.put("excess_length", settings.limit().excess().name().toLowerCase(Locale.ROOT));
        ObjectNode versions = about.putObject("versions");
        versions.put("mix", MixRequest.VERSION);
        versions.put("texts", TextTokens.VERSION);
        about.set(REPORT, JSON.valueToTree(report));
        return about;
    }
}
