package dev.cria.recipes.run;

/** What the process of a run ends with. A supervisor goes by it. */
public final class ExitCode {

    /** All stages have ended. */
    public static final int DONE = 0;

    /** A bug, or something outside Cria; another attempt may get further. */
    public static final int FAILED = 1;

    /** The user has asked for something wrong; another attempt would fail the same way. */
    public static final int USER_ERROR = 2;

    /** What {@code -XX:+ExitOnOutOfMemoryError} ends with. */
    public static final int OUT_OF_MEMORY = 3;

    /** No sign of life for too long. */
    public static final int HUNG = 70;

    /** Loss or gradients were not finite, or the loss leapt up; nothing was saved since. */
    public static final int BLOWN_UP = 71;

    /** Another process works on the run folder. */
    public static final int IN_USE = 75;

    /** Ctrl-C; what was done is saved. */
    public static final int INTERRUPTED = 130;

    /** As {@link #INTERRUPTED}, by the signal TERM. */
    public static final int TERMINATED = 143;

    private static final int SIGNAL = 128;
    private static final int KILL = 9;

    private ExitCode() {}

    /** Whether it makes sense to start the run again. */
    public static boolean restarts(int code) {
        return switch (code) {
            case DONE, USER_ERROR, IN_USE, INTERRUPTED, TERMINATED -> false;
            default -> true;
        };
    }

    /** What a code means. */
    public static String describe(int code) {
        return switch (code) {
            case DONE -> "done";
            case FAILED -> "failed";
            case USER_ERROR -> "refused";
            case OUT_OF_MEMORY -> "out of memory";
            case HUNG -> "hung";
            case BLOWN_UP -> "blew up";
            case IN_USE -> "folder in use";
            case INTERRUPTED, TERMINATED -> "stopped";
            case SIGNAL + KILL -> "killed";
            default ->
                    code > SIGNAL && code < SIGNAL + 65
                            ? "died of signal " + (code - SIGNAL)
                            : "exit code " + code;
        };
    }
}
