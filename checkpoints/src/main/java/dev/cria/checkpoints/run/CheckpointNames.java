package dev.cria.checkpoints.run;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a store's folders. */
final class CheckpointNames {

    private static final Pattern COMPLETE = Pattern.compile("step-(\\d{9})");
    private static final Pattern MOVED_AWAY = Pattern.compile("(step-\\d{9})\\.old-[0-9a-f-]{36}");
    private static final Pattern WASTE =
            Pattern.compile("step-\\d{9}(\\.old-[0-9a-f-]{36})?\\.(tmp|gone)-[0-9a-f-]{36}");
    private static final long MAX_STEP = 999_999_999;

    private CheckpointNames() {}

    /** The name of a step's checkpoint. */
    static String of(long step) {
        if (step < 0 || step > MAX_STEP) {
            throw new IllegalArgumentException("step " + step);
        }
        return "step-%09d".formatted(step);
    }

    /** The step of a checkpoint's name; empty for other names. */
    static OptionalLong step(String name) {
        Matcher matcher = COMPLETE.matcher(name);
        return matcher.matches()
                ? OptionalLong.of(Long.parseLong(matcher.group(1)))
                : OptionalLong.empty();
    }

    /** The name that a checkpoint had until it was moved away; null for other names. */
    static String beforeItWasMovedAway(String name) {
        Matcher matcher = MOVED_AWAY.matcher(name);
        return matcher.matches() ? matcher.group(1) : null;
    }

    /** A name for a folder that is to be deleted. */
    static Path gone(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".gone-" + UUID.randomUUID());
    }

    /** Whether it is what a save left that was killed, or a checkpoint given up. */
    static boolean isWaste(String name) {
        return WASTE.matcher(name).matches();
    }
}
