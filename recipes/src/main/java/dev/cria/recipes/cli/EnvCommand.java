package dev.cria.recipes.cli;

import dev.cria.trainer.engine.FreeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

@Command(
        name = "env",
        description = "Says what Cria runs on, and what is missing and how to get it.",
        footerHeading = "%nExamples:%n",
        footer = "  cria env")
final class EnvCommand implements Runnable {

    private static final List<String> VECTORS =
            List.of("avx2", "avx512f", "avx512_bf16", "amx_bf16");

    private final List<String> missing = new ArrayList<>();

    @Override
    public void run() {
        line("Cria", "0.1.0");
        line("Java", Runtime.version() + " (" + System.getProperty("java.vm.name") + ")");
        line("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        line("PyTorch", library());
        line("CPU", Runtime.getRuntime().availableProcessors() + " threads; " + vectors());
        line("memory free", "%.1f GB".formatted(FreeMemory.bytes() / 1e9));
        line("Java heap", "%.1f GB at most".formatted(Runtime.getRuntime().maxMemory() / 1e9));
        line("CUDA", cuda());
        line("disk", disk());
        System.out.println(missing.isEmpty() ? "nothing is missing" : "missing:");
        missing.forEach(what -> System.out.println("  " + what));
    }

    private static void line(String label, String value) {
        System.out.println(label + " ".repeat(14 - label.length()) + value);
    }

    private String library() {
        String path = System.getProperty("java.class.path");
        String named = System.getenv("PYTORCH_LIBRARY_PATH");
        if (named != null) {
            return "of " + named;
        }
        Matcher jar = Pattern.compile("pytorch-native-([a-z0-9]+)-([0-9.]+)").matcher(path);
        if (jar.find()) {
            return jar.group(2) + " for " + jar.group(1);
        }
        missing.add("PyTorch's library: build with scripts/cria, which takes it from Maven");
        return "not found";
    }

    private static String vectors() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            List<String> flags =
                    lines.filter(line -> line.startsWith("flags"))
                            .findFirst()
                            .map(line -> List.of(line.split(" ", -1)))
                            .orElse(List.of());
            List<String> found = VECTORS.stream().filter(flags::contains).toList();
            return found.isEmpty() ? "no vector units known" : String.join(", ", found);
        } catch (IOException e) {
            return "vector units unknown";
        }
    }

    private String cuda() {
        boolean driver = Files.exists(Path.of("/proc/driver/nvidia/version"));
        boolean library = System.getenv("PYTORCH_LIBRARY_PATH") != null;
        if (driver && !library) {
            missing.add(
                    "PyTorch's CUDA libraries: set PYTORCH_LIBRARY_PATH to the folder lib of a PyTorch 2.7.1 for CUDA");
        }
        return !driver
                ? "no driver; the CPU is used"
                : library ? "a driver and libraries" : "a driver";
    }

    private static String disk() {
        try {
            double free = Files.getFileStore(Path.of("").toAbsolutePath()).getUsableSpace() / 1e9;
            return String.format(Locale.ROOT, "%.1f GB free here", free);
        } catch (IOException e) {
            return "unknown: " + e.getMessage();
        }
    }
}
