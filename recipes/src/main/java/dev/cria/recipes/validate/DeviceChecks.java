package dev.cria.recipes.validate;

import dev.cria.recipes.recipe.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether this machine has what a stage asks to compute with. */
final class DeviceChecks {

    /** Of Linux, and of Linux on Windows. */
    private static final List<Path> DRIVERS =
            List.of(Path.of("/proc/driver/nvidia/version"), Path.of("/dev/dxg"));

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    private DeviceChecks() {}

    /** What makes it impossible to run a stage here. */
    static Optional<String> impossible(Stage stage) {
        boolean cuda = stage.has("device") && stage.text("device").startsWith("cuda");
        return cuda && !hasDriver()
                ? Optional.of(
                        "stage %s: device: %s, but this machine has no NVIDIA driver; set device: auto, which takes the CPU where there is no CUDA"
                                .formatted(stage.name(), stage.text("device")))
                : Optional.empty();
    }

    /** What is odd; a recipe may be looked at on another machine than the one that runs it. */
    static List<String> of(Stage stage) {
        List<String> odd = new ArrayList<>();
        if (!stage.has("device", "compute_dtype")) {
            return odd;
        }
        impossible(stage).ifPresent(odd::add);
        boolean cpu = stage.text("device").equals("cpu") || !hasDriver();
        boolean halves = stage.text("compute_dtype").equals("bf16");
        if (cpu && odd.isEmpty() && halves && !multipliesHalves()) {
            odd.add(
                    "stage %s: compute_dtype: bf16 is slower than fp32 on this CPU, which has neither AVX512-BF16 nor AMX; set compute_dtype: auto"
                            .formatted(stage.name()));
        }
        return odd;
    }

    private static boolean hasDriver() {
        return DRIVERS.stream().anyMatch(Files::exists);
    }

    private static boolean multipliesHalves() {
        try (Stream<String> lines = Files.lines(PROCESSOR)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(flags -> flags.contains("avx512_bf16") || flags.contains("amx_bf16"))
                    .orElse(true);
        } catch (IOException e) {
            return true;
        }
    }
}
