package dev.cria.benchmarks;

import dev.cria.checkpoints.durable.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Saves and loads the same tensors with Cria and with safetensors for Python, in turn, on the same
 * disk. Arguments: checkout, work folder, source file, Python, rounds, and the number of files in
 * which the tensors are written again and again.
 */
public final class FormatsBenchmark {

    private final FormatsPeer peer;
    private final FormatsCria cria;
    private final Path work;
    private final int numFiles;
    private final long bytes;
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    private FormatsBenchmark(FormatsPeer peer, Path work, Path source, int numFiles)
            throws IOException {
        this.peer = peer;
        this.cria = new FormatsCria(source);
        this.work = work;
        this.numFiles = numFiles;
        this.bytes = Files.size(source) * numFiles;
    }

    /** Prints medians and ratios. */
    public static void main(String[] args) throws IOException {
        Path work = Path.of(args[1]);
        Path source = Path.of(args[2]);
        int rounds = Integer.parseInt(args[4]);
        try (FormatsPeer peer = new FormatsPeer(args[3], Path.of(args[0]), source)) {
            var benchmark = new FormatsBenchmark(peer, work, source, Integer.parseInt(args[5]));
            // The first round warms both sides up and is left out.
            for (int round = -1; round < rounds; round++) {
                benchmark.round(round);
            }
            benchmark.print(rounds);
        }
    }

    private void round(int number) {
        for (boolean durable : new boolean[] {false, true}) {
            String how = durable ? "durable" : "plain";
            List<Path> files = files();
            for (String side : sides(number)) {
                delete(files);
                note(number, "save " + how + " " + side, save(side, durable, files));
            }
        }
        load(number, files());
        delete(files());
        Path store = work.resolve("store");
        note(number, "save checkpoint cria", timed(() -> cria.saveCheckpoint(store, numFiles)));
        delete(List.of(store));
    }

    private void load(int number, List<Path> files) {
        for (boolean cold : new boolean[] {true, false}) {
            String how = cold ? "load cold " : "load warm ";
            for (String side : sides(number)) {
                prepare(cold, files);
                note(
                        number,
                        how + side,
                        side.equals("cria")
                                ? timed(() -> cria.load(files))
                                : peer.seconds("load " + side, files));
            }
        }
    }

    private double save(String side, boolean durable, List<Path> files) {
        return side.equals("cria")
                ? timed(() -> cria.save(durable, files))
                : peer.seconds("save %s %s".formatted(side, durable ? "durable" : "plain"), files);
    }

    /** Each round begins with another side. */
    private static List<String> sides(int round) {
        List<String> sides = new ArrayList<>(List.of("cria", "torch", "numpy"));
        Collections.rotate(sides, round);
        return sides;
    }

    private void prepare(boolean cold, List<Path> files) {
        // Pages that are still mapped are not evicted, and Java unmaps when it collects.
        System.gc();
        if (cold) {
            peer.seconds("evict", files);
        } else {
            cria.load(files);
        }
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < numFiles; i++) {
            files.add(work.resolve("written-%d.safetensors".formatted(i)));
        }
        return files;
    }

    private static double timed(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private void note(int round, String what, double value) {
        if (round >= 0) {
            seconds.computeIfAbsent(what, key -> new ArrayList<>()).add(value);
        }
        System.err.printf("round %d: %-22s %7.3f s%n", round, what, value);
    }

    private static void delete(List<Path> paths) {
        try {
            for (Path path : paths) {
                Storage.disk().delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double median(String what) {
        return Median.of(seconds.get(what).stream().mapToDouble(Double::doubleValue).toArray());
    }

    private void print(int rounds) {
        System.out.printf(
                "%,d bytes in %d file%s, medians of %d rounds, MB/s; ratio: Cria to the faster peer%n%n",
                bytes, numFiles, numFiles == 1 ? "" : "s", rounds);
        System.out.println("| what | Cria | torch | numpy | ratio |\n|---|---|---|---|---|");
        for (String what : List.of("save plain", "save durable", "load cold", "load warm")) {
            double own = median(what + " cria");
            double torch = median(what + " torch");
            double numpy = median(what + " numpy");
            System.out.printf(
                    "| %s | %.0f | %.0f | %.0f | %.2f |%n",
                    what,
                    bytes / own / 1e6,
                    bytes / torch / 1e6,
                    bytes / numpy / 1e6,
                    Math.min(torch, numpy) / own);
        }
        double checkpoint = median("save checkpoint cria");
        System.out.printf(
                "| checkpoint: hashed, forced, read again | %.0f | | | |%n",
                bytes / checkpoint / 1e6);
    }
}
