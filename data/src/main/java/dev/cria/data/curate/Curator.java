package dev.cria.data.curate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.data.card.DataCard;
import dev.cria.data.pipeline.CurateStep;
import dev.cria.data.pipeline.StepResults;
import dev.cria.data.source.SourceFile;
import dev.cria.data.source.SourceFiles;
import dev.cria.data.work.WorkFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads documents, applies the steps and writes what is left. The documents are read once, and once
 * more for each step that is about all of them. The same documents come out for any number of
 * threads. A run that was killed goes on where it was: each unit of work is kept in the work folder
 * as soon as it is done. The output folder appears whole or not at all and holds:
 *
 * <ul>
 *   <li>{@code documents/}: the kept documents in the order of the inputs, in parts
 *   <li>{@code funnel.json}: the {@link CurateReport}
 *   <li>{@code card.json}: the {@link dev.cria.data.card.DataCard}
 *   <li>{@code bad-rows.jsonl}: rows that could not be read, if there are any
 *   <li>{@code dropped/}: what was dropped and why, if asked for
 *   <li>{@code manifest.json}: the steps with everything that can be set, and the hash of each file
 * </ul>
 */
public final class Curator {

    /** The kept documents, within the output folder. */
    public static final String DOCUMENTS = "documents";

    /** The documents that were left out, within the output folder. */
    public static final String DROPPED = "dropped";

    /** The report, within the output folder. */
    public static final String FUNNEL = "funnel.json";

    /** The rows that could not be read, within the output folder. */
    public static final String BAD_ROWS = "bad-rows.jsonl";

    /** What the folder holds and what it was made by. */
    public static final String MANIFEST = "manifest.json";

    private static final String REQUEST = "request.json";
    private static final JsonMapper JSON = new JsonMapper();

    private final CurateSettings settings;
    private final PassRunner runner;

    private Curator(CurateSettings settings, PassRunner runner) {
        this.settings = settings;
        this.runner = runner;
    }

    /**
     * Runs to the end, or goes on with a run that was killed.
     *
     * @throws UserException when that is impossible; no output is there then
     */
    public static CurateReport run(CurateSettings settings, CurateProgress progress) {
        return run(settings, new LocalPasses(settings, progress));
    }

    /**
     * Has workers run to the end: the same documents, reasons and counts come out, in other parts.
     * A run that was killed begins anew; what becomes of workers is left to whoever runs them.
     *
     * @throws UserException when that is impossible; no output is there then
     */
    public static CurateReport run(
            CurateSettings settings, Workers workers, CurateProgress progress) {
        return run(settings, new WorkerPasses(settings, workers, progress));
    }

    private static CurateReport run(CurateSettings settings, PassRunner runner) {
        return WorkFolder.lockedFor(settings.work(), new Curator(settings, runner)::run);
    }

    private CurateReport run() throws IOException, InterruptedException {
        List<SourceFile> files = SourceFiles.named(settings.inputs());
        String request = Request.of(settings, files);
        CurateReport earlier = published(request);
        if (earlier == null) {
            prepare(request);
            earlier = curate(files, request);
        }
        Storage.disk().delete(settings.work());
        return earlier;
    }

    /** The report of an output that this request has written before; null where there is none. */
    private CurateReport published(String request) throws IOException {
        Path output = settings.output();
        if (!Files.exists(output)) {
            return null;
        }
        try (Stream<Path> entries = Files.list(output)) {
            if (entries.findAny().isEmpty()) {
                return null;
            }
        }
        Path manifest = output.resolve(MANIFEST);
        if (Files.isRegularFile(manifest)) {
            JsonNode node = JSON.readTree(manifest.toFile());
            if (node.path("request_sha256").asText().equals(Publication.hash(request))) {
                return JSON.readValue(output.resolve(FUNNEL).toFile(), CurateReport.class);
            }
        }
        throw new UserException(
                output + " exists and is not empty; choose another folder or remove it first");
    }

    /** Empties the work folder of what belongs to another request. */
    private void prepare(String request) throws IOException {
        Path file = settings.work().resolve(REQUEST);
        if (runner.goesOn()
                && Files.isRegularFile(file)
                && Files.readString(file).equals(request)) {
            return;
        }
        Files.deleteIfExists(file);
        for (String name : Storage.disk().list(settings.work())) {
            if (!name.equals("LOCK")) {
                Storage.disk().delete(settings.work().resolve(name));
            }
        }
        DurableFiles.writeFile(file, request.getBytes(StandardCharsets.UTF_8));
    }

    private CurateReport curate(List<SourceFile> files, String request)
            throws IOException, InterruptedException {
        List<Pass.Named<CurateStep>> steps = Pass.named(settings.steps());
        try {
            return curate(steps, files, request);
        } finally {
            for (Pass.Named<CurateStep> named : steps) {
                if (named.step() instanceof Closeable step) {
                    step.close();
                }
            }
        }
    }

    private CurateReport curate(
            List<Pass.Named<CurateStep>> steps, List<SourceFile> files, String request)
            throws IOException, InterruptedException {
        List<Journal> journals = new ArrayList<>();
        List<SourceFile> inputs = files;
        Journal before = null;
        for (Pass pass : runner.passes(steps, files)) {
            Journal journal = runner.run(pass, inputs, before);
            journals.add(journal);
            inputs = PassRun.parts(journal);
            before = journal;
        }
        List<StepResults> leavers =
                steps.stream()
                        .map(Pass.Named::step)
                        .filter(StepResults.class::isInstance)
                        .map(StepResults.class::cast)
                        .toList();
        CurateReport report = report(journals, steps);
        DataCard card =
                new CardAssembly(settings, files, steps, Excerpts.of(steps)).card(journals, report);
        new Publication(settings, request).publish(journals, leavers, report, card);
        return report;
    }

    private static CurateReport report(List<Journal> journals, List<Pass.Named<CurateStep>> steps) {
        List<StepCount> counts = new ArrayList<>();
        journals.forEach(journal -> counts.addAll(journal.tally().steps()));
        Map<String, Map<String, String>> results = new LinkedHashMap<>();
        for (Pass.Named<CurateStep> named : steps) {
            if (named.step() instanceof StepResults leaver) {
                results.put(named.label(), leaver.results());
            }
        }
        Tally first = journals.get(0).tally();
        Tally last = journals.get(journals.size() - 1).tally();
        return new CurateReport(
                first.in(),
                last.kept(),
                first.charactersIn(),
                last.charactersKept(),
                first.badRows(),
                counts,
                results);
    }
}
