package dev.cria.data.curate;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.Workplace;
import dev.cria.data.work.RecordLog.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** The decisions of a step about the whole corpus: made once, and kept until the run has ended. */
record Settling(CurateSettings settings, Pass.Named<CorpusStep> named, Path folder) {

    /** That of the step that decides in a pass. */
    static Settling of(CurateSettings settings, Pass pass) {
        return new Settling(settings, pass.decides(), folder(settings, pass.number()));
    }

    /** Where the decisions lie that a pass begins with. */
    static Path folder(CurateSettings settings, int pass) {
        return settings.work().resolve("decisions-" + pass);
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<SortedMap<String, WrittenFile>> FILES =
            new TypeReference<>() {};

    /** Facts of a pass take the other half of the heap, at most. */
    private static final int HEAP_SHARE = 2;

    /** Opens the decisions; makes them from the facts of a pass where they are not there whole. */
    Decisions decisions(Journal described, CurateProgress progress)
            throws IOException, InterruptedException {
        ensure(described, progress);
        return named.step().open(folder);
    }

    /** Makes the decisions from the facts of a pass where they are not there whole. */
    void ensure(Journal described, CurateProgress progress)
            throws IOException, InterruptedException {
        Path mark = folder.resolveSibling(folder.getFileName() + ".json");
        if (!isWhole(mark)) {
            Files.deleteIfExists(mark);
            Storage.disk().delete(folder);
            Files.createDirectory(folder);
            settle(facts(described), progress);
            FolderDigest.force(folder);
            DurableFiles.writeFile(mark, JSON.writeValueAsBytes(FolderDigest.of(folder)));
        }
    }

    private boolean isWhole(Path mark) {
        try {
            return Files.isRegularFile(mark)
                    && Files.isDirectory(folder)
                    && JSON.readValue(mark.toFile(), FILES).equals(FolderDigest.of(folder));
        } catch (IOException damaged) {
            return false;
        }
    }

    private static Facts facts(Journal described) {
        var records = described.records();
        return new PartFacts(
                IntStream.range(0, records.size())
                        .mapToObj(unit -> UnitFiles.name(unit, UnitFiles.FACTS))
                        .map(described.folder()::resolve)
                        .toList(),
                records.stream().mapToLong(entry -> entry.tally().kept()).toArray());
    }

    /** Another thread decides, so that this one can tell that it is still going on. */
    private void settle(Facts facts, CurateProgress progress) throws InterruptedException {
        long memory = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        Workplace place = new Workplace(folder, settings.threads(), memory);
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                named.step().settle(facts, place);
                                done.complete(null);
                            } catch (IOException e) {
                                done.completeExceptionally(new UncheckedIOException(e));
                            } catch (Throwable e) {
                                done.completeExceptionally(e);
                            }
                        },
                        "curate-decide");
        thread.setDaemon(true);
        thread.start();
        try {
            await(done, facts.documents(), progress);
        } finally {
            thread.interrupt();
            thread.join(TimeUnit.MINUTES.toMillis(1));
        }
    }

    private void await(CompletableFuture<Void> done, long documents, CurateProgress progress)
            throws InterruptedException {
        while (true) {
            progress.at("deciding: " + named.label(), 0, 0, documents);
            try {
                done.get(1, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException goesOn) {
                // once more
            } catch (java.util.concurrent.ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                if (e.getCause() instanceof Error failure) {
                    throw failure;
                }
                throw new CompletionException(e.getCause());
            }
        }
    }
}
