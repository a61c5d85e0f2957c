package dev.cria.checkpoints.durable;

import java.util.Locale;

/**
 * Named places in the writing of files and checkpoints at which a test can end the process, as
 * {@code kill -9} would: {@code CRIA_KILL_AT=RENAMED:3} in the environment halts it when it passes
 * {@link #RENAMED} for the third time, with exit code 137. Without that variable a place costs
 * nothing: the test of a constant, which the compiler leaves out.
 */
public enum KillPoint {
    /** A save has begun; nothing is changed yet. */
    SAVE_BEGUN,
    /** What killed saves left has been deleted. */
    LEFT_OVERS_DELETED,
    /** The temporary folder is there. */
    FOLDER_CREATED,
    /** A file of it is there and empty. */
    FILE_CREATED,
    /** A piece of a file was written. */
    PIECE_WRITTEN,
    /** All of a file was written, not yet forced. */
    FILE_WRITTEN,
    /** A file was forced. */
    FILE_FORCED,
    /** All files but the manifest are closed. */
    FILES_WRITTEN,
    /** They were read back and are as they should be. */
    FILES_READ_BACK,
    /** The manifest was written and forced. */
    MANIFEST_WRITTEN,
    /** The temporary folder was forced. */
    FOLDER_FORCED,
    /** An earlier folder of the same name has been moved away; its place is empty. */
    OLD_MOVED_AWAY,
    /** The folder has its name, its parent is not yet forced. */
    RENAMED,
    /** The parent is forced: from here on the checkpoint counts. */
    PARENT_FORCED,
    /** The earlier folder of the same name is deleted. */
    OLD_DELETED,
    /** It is known which checkpoints are no longer needed. */
    RETIREMENT_BEGUN,
    /** One of them has lost its name. */
    RETIRED_RENAMED,
    /** It is deleted. */
    RETIRED_DELETED,
    /** The save has ended. */
    SAVE_ENDED;

    /** How a process ends that was killed. */
    public static final int EXIT_CODE = 137;

    private static final Trigger TRIGGER = Trigger.of(System.getenv("CRIA_KILL_AT"));

    /** Ends the process if this is the place and the time that were asked for. */
    public void pass() {
        if (TRIGGER != null) {
            TRIGGER.passed(this);
        }
    }

    private static final class Trigger {

        private final KillPoint place;
        private int left;

        private Trigger(KillPoint place, int count) {
            this.place = place;
            this.left = count;
        }

        /** Null where nothing is asked for. */
        static Trigger of(String asked) {
            if (asked == null || asked.isBlank()) {
                return null;
            }
            String[] parts = asked.split(":", -1);
            return new Trigger(
                    KillPoint.valueOf(parts[0].strip().toUpperCase(Locale.ROOT)),
                    parts.length > 1 ? Integer.parseInt(parts[1].strip()) : 1);
        }

        synchronized void passed(KillPoint at) {
            if (at == place && --left == 0) {
                System.err.println("halted at " + at);
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        }
    }
}
