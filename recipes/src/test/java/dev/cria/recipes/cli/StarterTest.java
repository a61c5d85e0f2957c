package dev.cria.recipes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/cria} says on machines that lack something; nothing is built there. */
final class StarterTest {

    private static final List<String> TOOLS =
            List.of("sh", "dirname", "readlink", "find", "sed", "cut", "stty", "printf", "cat");

    @TempDir Path folder;

    @BeforeEach
    void copyTheStarter() throws IOException {
        Files.createDirectories(folder.resolve("home/scripts"));
        Files.copy(
                Path.of("../scripts/cria"),
                folder.resolve("home/scripts/cria"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : TOOLS) {
            Path found =
                    Stream.of("/bin", "/usr/bin")
                            .map(place -> Path.of(place, tool))
                            .filter(Files::exists)
                            .findFirst()
                            .orElse(null);
            if (found != null) {
                program(tools.resolve(tool), "exec " + found + " \"$@\"");
            }
        }
    }

    @Test
    void withoutJavaItSaysWhichToInstall() throws IOException, InterruptedException {
        assertEquals(
                "cria: no Java found; install a JDK, 17 or newer (Debian: apt-get install openjdk-17-jdk)",
                refusal());
    }

    @Test
    void anOldJavaIsToldBeforeAnythingIsBuilt() throws IOException, InterruptedException {
        java("11.0.2");
        assertEquals("cria: Java 11 is too old; install a JDK, 17 or newer", refusal());
    }

    @Test
    void withoutMavenItSaysHowToGetIt() throws IOException, InterruptedException {
        java("17.0.9");
        assertEquals("cria: Maven is needed to build; Debian: apt-get install maven", refusal());
    }

    /** A Java that is never started. */
    private void java(String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve("jdk/bin")).getParent();
        program(home.resolve("bin/java"), "exit 1");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    private static void program(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String refusal() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", folder.resolve("home/scripts/cria").toString(), "ls");
        builder.environment().clear();
        builder.environment().put("PATH", folder + "/tools:" + folder + "/jdk/bin");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(2, process.waitFor(), said);
        assertTrue(Files.notExists(folder.resolve("home/recipes")), "nothing was built");
        return said.strip();
    }
}
