package dev.cria.recipes.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pages that a run has written: its report, and the data cards of its stages. */
final class RunPages {

    private static final Pattern PAGE =
            Pattern.compile("(.+?)/(report\\.html|([A-Za-z0-9][A-Za-z0-9_-]{0,63})/card\\.html)");
    private static final long MOST_BYTES = 64L << 20;

    private RunPages() {}

    /**
     * A page.
     *
     * @param asked the run's id and the page's place in its folder
     */
    static Reply of(RunsFolder folder, String asked) {
        Matcher parts = PAGE.matcher(asked);
        if (!parts.matches()) {
            return nothing();
        }
        return folder.find(parts.group(1))
                .map(run -> read(run.path().resolve(parts.group(2)), folder))
                .orElseGet(RunPages::nothing);
    }

    private static Reply read(Path file, RunsFolder folder) {
        try {
            // A link out of the folder of runs is none of the run's pages.
            Path real = file.toRealPath();
            boolean inside = real.startsWith(folder.root().toRealPath());
            if (!inside || !Files.isRegularFile(real) || Files.size(real) > MOST_BYTES) {
                return nothing();
            }
            return Reply.page(Files.readAllBytes(real));
        } catch (IOException absent) {
            return nothing();
        }
    }

    private static Reply nothing() {
        return Reply.problem(Reply.NOT_FOUND, "this run has no such page");
    }
}
