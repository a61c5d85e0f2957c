package dev.cria.data.source;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads a table and writes lines to its standard output, of which the first byte says what they
 * are. The end of its standard input ends it.
 */
final class TableMain {

    /** A row, as a JSON object. */
    static final byte ROW = 'R';

    /** How many bytes of the file were read. */
    static final byte READ = 'B';

    /** There are no more rows. */
    static final byte END = 'E';

    /** What is wrong with the file. */
    static final byte PROBLEM = 'P';

    private static final JsonMapper JSON = new JsonMapper();

    private final OutputStream out =
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);

    private TableMain() {}

    /** Arguments: PARQUET or ARROW, and the file. */
    public static void main(String[] arguments) throws IOException {
        endWithParent();
        TableMain main = new TableMain();
        Path file = Path.of(arguments[1]);
        try {
            if (SourceFormat.valueOf(arguments[0]) == SourceFormat.PARQUET) {
                ParquetTable.read(file, main);
            } else {
                ArrowTable.read(file, main);
            }
            main.line(END, "");
        } catch (TableRefusal e) {
            main.line(PROBLEM, e.getMessage());
        } catch (OutOfMemoryError e) {
            // Of memory outside of the heap; the virtual machine itself ends for want of heap.
            main.line(
                    PROBLEM, "needs more memory than reading it may take (" + e.getMessage() + ")");
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            Throwable first = e;
            while (first.getCause() != null) {
                first = first.getCause();
            }
            String why = String.valueOf(first.getMessage()).lines().findFirst().orElse("");
            main.line(
                    PROBLEM,
                    "is no %s file, or is damaged (%s: %s)"
                            .formatted(
                                    arguments[0].charAt(0)
                                            + arguments[0]
                                                    .substring(1)
                                                    .toLowerCase(java.util.Locale.ROOT),
                                    first.getClass().getSimpleName(),
                                    why));
        }
        main.out.flush();
        Runtime.getRuntime().halt(0);
    }

    /** Whether a line is one of those; the virtual machine writes why it ends to the same place. */
    static boolean wrote(byte[] line) {
        return line.length == 0
                || line[0] == ROW
                || line[0] == READ
                || line[0] == END
                || line[0] == PROBLEM;
    }

    /** A row by the names of its columns, without those that are null. */
    void row(Map<String, Object> fields) throws IOException {
        out.write(ROW);
        out.write(JSON.writeValueAsBytes(fields));
        out.write('\n');
    }

    /** How much of the file has been read. */
    void read(long bytes) throws IOException {
        line(READ, Long.toString(bytes));
    }

    private void line(byte what, String text) throws IOException {
        out.write(what);
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private static void endWithParent() {
        Thread watch =
                new Thread(
                        () -> {
                            try {
                                while (System.in.read() >= 0) {
                                    // nothing is expected
                                }
                            } catch (IOException gone) {
                                // as its end
                            }
                            Runtime.getRuntime().halt(1);
                        });
        watch.setDaemon(true);
        watch.start();
    }
}
