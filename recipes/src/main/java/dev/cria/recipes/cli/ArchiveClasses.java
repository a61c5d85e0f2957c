package dev.cria.recipes.cli;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads, without running them, the classes that training uses, and then runs a command: what {@code
 * scripts/cria} makes its class data archive from. Without them in it, their loading takes a
 * quarter of a second of every run.
 */
final class ArchiveClasses {

    private static final List<String> USED =
            List.of(
                    "dev/cria/",
                    "ai/djl/engine/",
                    "ai/djl/huggingface/tokenizers/jni/",
                    "ai/djl/ndarray/",
                    "ai/djl/pytorch/",
                    "ai/djl/util/",
                    "com/fasterxml/jackson/core/",
                    "com/fasterxml/jackson/databind/",
                    "com/sun/jna/",
                    "org/apache/arrow/flatbuf/",
                    "org/apache/arrow/memory/",
                    "org/apache/arrow/vector/ipc/",
                    "org/apache/arrow/vector/types/",
                    "org/apache/arrow/vector/util/",
                    "org/snakeyaml/");

    private ArchiveClasses() {}

    /** Loads them and goes on as {@link Main} with the same arguments. */
    public static void main(String[] args) throws IOException {
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (path.endsWith(".jar")) {
                loadFrom(path);
            }
        }
        Main.main(args);
    }

    private static void loadFrom(String path) throws IOException {
        try (JarFile jar = new JarFile(path)) {
            jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .filter(name -> USED.stream().anyMatch(name::startsWith))
                    .forEach(ArchiveClasses::load);
        }
    }

    private static void load(String entry) {
        String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
        try {
            Class.forName(name, false, ArchiveClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError absent) {
            // For a library that is not here, or an entry that is no class: nothing is lost.
            return;
        }
    }
}
