package dev.cria.recipes.board;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that works on a run, by what the run's LOCK says. The lock itself is not tried: for
 * that moment, a run that begins would find its folder in use.
 */
final class LockHolder {

    private static final Pattern TEXT = Pattern.compile("pid (\\d{1,10}) on (\\S+) since (\\S+)");
    private static final int MAX_BYTES = 4096;

    private LockHolder() {}

    /**
     * The process. What a killed one has left there names none, or one that was started later and
     * has been given the same number.
     */
    static Optional<ProcessHandle> of(Path run) {
        Matcher text = TEXT.matcher(read(run.resolve("LOCK")).strip());
        if (!text.matches() || !text.group(2).equals(host())) {
            return Optional.empty();
        }
        try {
            Instant locked = Instant.parse(text.group(3));
            return ProcessHandle.of(Long.parseLong(text.group(1)))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> startedBefore(process, locked));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean startedBefore(ProcessHandle process, Instant time) {
        return process.info().startInstant().map(start -> !start.isAfter(time)).orElse(false);
    }

    private static String read(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES
                    ? Files.readString(file)
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "this machine";
        }
    }
}
