package dev.cria.checkpoints.durable;

import java.util.regex.Pattern;

/** Names of files inside a folder that we write or that a file of the folder mentions. */
public final class FileNames {

    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.+=@ -]{0,198}[A-Za-z0-9_+=@-])?");

    // What Windows takes for a device, with any ending:
    // https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
    private static final Pattern DEVICE =
            Pattern.compile(
                    "(con|prn|aux|nul|com[0-9]|lpt[0-9])( *\\..*)?", Pattern.CASE_INSENSITIVE);

    private FileNames() {}

    /**
     * Whether the name is one path element that cannot leave its folder, on any system: letters,
     * digits and {@code _.+=@ -} of ASCII, not beginning with a dot, not ending with a dot or a
     * space, at most 200 of them, and not the name of a device.
     */
    public static boolean isPlain(String name) {
        return PLAIN.matcher(name).matches() && !DEVICE.matcher(name).matches();
    }
}
