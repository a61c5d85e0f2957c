package dev.cria.checkpoints.durable;

import java.util.regex.Pattern;

/** Names of files inside a folder that we write or that a file of the folder mentions. */
public final class FileNames {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+=@ -]{0,199}");

    private FileNames() {}

    /** Whether the name is one path element that cannot leave its folder. */
    public static boolean isPlain(String name) {
        return PLAIN.matcher(name).matches();
    }
}
