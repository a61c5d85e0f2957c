package dev.cria.recipes.job.training;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.checkpoints.run.Checkpoint;
import dev.cria.checkpoints.run.CheckpointStore;
import dev.cria.recipes.run.StageContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Moves away the checkpoints of a stage that do not lead from the one that the recipe names. {@code
 * stages/NAME.resumed} remembers that it was done: when the same recipe runs again, the stage goes
 * on from its own newest checkpoint.
 */
record SetAside(StageContext context) {

    private static final Pattern NAME = Pattern.compile("step-(\\d{9})");

    /** The named checkpoint, verified. */
    static Checkpoint named(Path folder) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        if (!name.matches()) {
            throw new UserException(
                    folder + ": is not a checkpoint; expected a folder step-000000123");
        }
        return new CheckpointStore(folder.getParent(), 2)
                .at(Long.parseLong(name.group(1)))
                .orElseThrow(() -> new UserException(folder + ": is damaged; name another one"));
    }

    /** Moves away what does not lead from this one, once. */
    void before(Path checkpoint) {
        Path mark = context.recipe().outputDir().resolve("stages/%s.resumed".formatted(stage()));
        try {
            if (Files.exists(mark) && Files.readString(mark).equals(checkpoint.toString())) {
                return;
            }
            Checkpoint named = named(checkpoint);
            boolean own = checkpoint.getParent().equals(context.checkpoints());
            move(own ? named.step() : -1);
            DurableFiles.writeFile(mark, checkpoint.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UserException(
                    context.checkpoints() + ": its checkpoints cannot be moved: " + e, e);
        }
    }

    private String stage() {
        return context.stage().name();
    }

    private void move(long after) throws IOException {
        if (!Files.isDirectory(context.checkpoints())) {
            return;
        }
        List<Path> later;
        try (Stream<Path> entries = Files.list(context.checkpoints())) {
            later = entries.filter(entry -> isLater(entry, after)).toList();
        }
        if (later.isEmpty()) {
            return;
        }
        String name = "%s.aside-%s".formatted(stage(), Instant.now().toString().replace(':', '-'));
        Path aside = context.checkpoints().resolveSibling(name);
        Storage disk = Storage.disk();
        disk.createFolder(aside);
        for (Path folder : later) {
            disk.rename(folder, aside.resolve(folder.getFileName()));
        }
        disk.forceFolder(aside);
        disk.forceFolder(context.checkpoints());
        context.progress()
                .say(
                        "%d checkpoints that it does not go on from are in %s; delete them when you do not need them"
                                .formatted(later.size(), aside));
    }

    private static boolean isLater(Path folder, long after) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        return name.matches() && Long.parseLong(name.group(1)) > after;
    }
}
