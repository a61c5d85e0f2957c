package dev.cria.checkpoints.run;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Saves on a real file system that is too small by every amount: a tmpfs, mounted by {@code
 * scripts/torture} in a name space of its own, is resized for each attempt.
 */
final class FullDiskMain {

    private static final int PARAMETERS = 300_000;
    private static final long PAGE = 4096;

    private FullDiskMain() {}

    /**
     * @param arguments the mounted folder and the number of sizes
     */
    public static void main(String[] arguments) throws Exception {
        Path mount = Path.of(arguments[0]);
        int sizes = Integer.parseInt(arguments[1]);
        Path folder = mount.resolve("checkpoints");
        long need = Contents.size(files(2));
        int refused = 0;
        for (int i = 0; i <= sizes; i++) {
            Storage.disk().delete(folder);
            resize(mount, 64 << 20);
            store(folder).save(1, files(1));
            long free = 2 * need * i / sizes / PAGE * PAGE;
            resize(mount, used(folder) + free + PAGE);
            boolean fits = saves(folder, need);
            refused += fits ? 0 : 1;
            require(fits || free < need + 64 * PAGE, "refused with room for " + free);
            require(!fits || free > need - 64 * PAGE, "saved with room for " + free);
            requireNewest(folder, fits ? 2 : 1);
            resize(mount, 64 << 20);
            store(folder).save(2, files(2));
            requireNewest(folder, 2);
        }
        System.out.printf(
                "R4 real full disk: passed, %d sizes, %d refused, a checkpoint has %,d bytes%n",
                sizes + 1, refused, need);
    }

    private static boolean saves(Path folder, long need) throws IOException {
        try {
            store(folder).save(2, files(2));
            return true;
        } catch (UserException refusal) {
            String message = refusal.getMessage();
            require(message.contains("the disk is full"), message);
            require(message.contains("it needs %,d bytes".formatted(need)), message);
            require(message.matches("(?s).*[0-9,]+ bytes are free.*"), message);
            try (Stream<Path> left = Files.list(folder)) {
                List<String> names = left.map(path -> path.getFileName().toString()).toList();
                require(names.equals(List.of("step-000000001")), names.toString());
            }
            return false;
        }
    }

    private static long used(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            long bytes = 0;
            for (Path path : all.toList()) {
                long size = Files.isRegularFile(path) ? Files.size(path) : 0;
                bytes += (size + PAGE - 1) / PAGE * PAGE;
            }
            return bytes;
        }
    }

    private static void resize(Path mount, long bytes) throws Exception {
        Process process =
                new ProcessBuilder("mount", "-o", "remount,size=" + bytes, mount.toString())
                        .inheritIO()
                        .start();
        require(process.waitFor() == 0, "cannot resize " + mount + " to " + bytes);
    }

    private static void requireNewest(Path folder, long step) throws IOException {
        Checkpoint newest = store(folder).newest().orElseThrow();
        require(newest.step() == step, newest + ", not " + step);
        Contents.assertIn(newest, files(step), Storage.disk(), "step " + step);
    }

    private static CheckpointStore store(Path folder) {
        return new CheckpointStore(folder, 2, Storage.disk(), message -> {});
    }

    private static List<CheckpointFile> files(long step) {
        return Contents.of(6, step, PARAMETERS);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
