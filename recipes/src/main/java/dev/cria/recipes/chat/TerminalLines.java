package dev.cria.recipes.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Lines that somebody types, with editing and the lines of earlier times to go back to. */
public final class TerminalLines implements LineSource {

    /** Asks {@code stty}: no native library has to be unpacked for it. */
    private static final String PROVIDER = "exec";

    private final Terminal terminal;
    private final LineReader reader;

    private TerminalLines(Terminal terminal, LineReader reader) {
        this.terminal = terminal;
        this.reader = reader;
    }

    /**
     * Those of the terminal of this process.
     *
     * @param history file of earlier lines, for nobody else to read; null to keep none
     */
    public static TerminalLines open(Path history) {
        try {
            Terminal terminal = TerminalBuilder.builder().system(true).provider(PROVIDER).build();
            LineReaderBuilder builder =
                    LineReaderBuilder.builder()
                            .terminal(terminal)
                            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                            .option(LineReader.Option.HISTORY_TIMESTAMPED, false);
            if (history != null) {
                builder.variable(LineReader.HISTORY_FILE, prepared(history));
            }
            return new TerminalLines(terminal, builder.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path prepared(Path history) throws IOException {
        Files.createDirectories(history.toAbsolutePath().getParent());
        if (!Files.exists(history)) {
            Files.createFile(
                    history,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        return history;
    }

    @Override
    public String next(String prompt) {
        while (true) {
            try {
                return reader.readLine(prompt);
            } catch (UserInterruptException e) {
                terminal.writer().println("(Ctrl-D or /bye ends the conversation)");
            } catch (EndOfFileException e) {
                return null;
            }
        }
    }

    @Override
    public void onInterrupt(Runnable action) {
        terminal.handle(Terminal.Signal.INT, signal -> action.run());
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
