package dev.cria.recipes.run;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** log.txt: what Cria and its libraries log while a run goes on, a line each. */
final class RunLog implements AutoCloseable {

    private static final String NAME = "log.txt";

    private final FileHandler handler;

    private RunLog(FileHandler handler) {
        this.handler = handler;
    }

    static Path in(Path folder) {
        return folder.resolve(NAME);
    }

    static RunLog open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileHandler handler = new FileHandler(in(folder).toString().replace("%", "%%"), true);
            handler.setFormatter(new Lines());
            handler.setEncoding("UTF-8");
            Logger.getLogger("").addHandler(handler);
            return new RunLog(handler);
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(handler);
        handler.close();
    }

    private static final class Lines extends Formatter {
        @Override
        public String format(LogRecord logged) {
            StringWriter text = new StringWriter();
            text.append(
                    "%s %s %s: %s%n"
                            .formatted(
                                    logged.getInstant(),
                                    logged.getLevel(),
                                    logged.getLoggerName(),
                                    formatMessage(logged)));
            if (logged.getThrown() != null) {
                logged.getThrown().printStackTrace(new PrintWriter(text));
            }
            return text.toString();
        }
    }
}
