package dev.cria.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Names that try to lead out of a folder, made from a seed. */
public final class HostileNames {

    private static final List<String> PARTS =
            List.of(
                    "..",
                    ".",
                    "/",
                    "//",
                    "\\",
                    "\\\\",
                    "a",
                    "b.safetensors",
                    "secret",
                    "~",
                    "$HOME",
                    "%2e%2e%2f",
                    "\0",
                    "\n",
                    "\r",
                    "\u001b[2J",
                    " ",
                    ".",
                    "C:",
                    "file:",
                    "\u2025",
                    "\u2024\u2024",
                    "\uff0e\uff0e",
                    "\u2215",
                    "\uff0f",
                    "\u29f8",
                    "\u202e",
                    "\u200b",
                    "\u0301",
                    "\ud800",
                    "etc/passwd",
                    "/dev/zero",
                    "/proc/self/mem",
                    "con",
                    "NUL",
                    "Aux.txt",
                    "COM1",
                    "lpt9.safetensors",
                    "a.",
                    "a ",
                    "...",
                    ":stream",
                    "*",
                    "?",
                    "|",
                    "link",
                    "linked/secret",
                    "x".repeat(300));

    private static final List<String> ENDS =
            List.of("", "", ".safetensors", ".safetensors", "/secret.safetensors", ".arrow");

    private final Random random;
    private final Path outside;

    /**
     * @param outside a path that lies outside of the folder
     */
    public HostileNames(long seed, Path outside) {
        this.random = new Random(seed);
        this.outside = outside;
    }

    /** The next name. */
    public String next() {
        if (random.nextInt(20) == 0) {
            return outside.toString();
        }
        StringBuilder name = new StringBuilder();
        for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
            name.append(PARTS.get(random.nextInt(PARTS.size())));
            if (random.nextInt(3) == 0) {
                name.append('/');
            }
        }
        return name.append(ENDS.get(random.nextInt(ENDS.size()))).toString();
    }
}
