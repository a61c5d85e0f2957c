package dev.cria.data.source;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the first bytes of a file say of it, so that a file of another kind is called by its name.
 */
public final class Encoding {

    private static final int BYTES = 64;

    /** How files begin that are something else, in hexadecimal digits, and what to do about it. */
    private static final Map<String, String> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("feff", "is UTF-16; " + convert("UTF-16"));
        OTHERS.put("fffe", "is UTF-16; " + convert("UTF-16"));
        OTHERS.put("504b0304", "is a zip archive or a spreadsheet; unpack it, or save it as CSV");
        OTHERS.put(
                text("version https://git-lfs"),
                "is a pointer of Git LFS, not the file itself; run 'git lfs pull' where it came from");
        OTHERS.put(text("<!DOCTYPE"), "is a web page; download the file itself");
        OTHERS.put(text("<!doctype"), "is a web page; download the file itself");
        OTHERS.put(text("<html"), "is a web page; download the file itself");
    }

    private Encoding() {}

    /**
     * Refuses a file that is something else than its name says.
     *
     * @throws UserException if it is, or is not there
     */
    public static void check(Path file) {
        SourceFormat format = SourceFormat.of(file).orElse(SourceFormat.JSONL);
        boolean isTable = format == SourceFormat.PARQUET || format == SourceFormat.ARROW;
        byte[] start = start(file);
        String digits = HexFormat.of().formatHex(start);
        OTHERS.forEach(
                (begin, what) -> {
                    if (digits.startsWith(begin)) {
                        throw new UserException(file + ": " + what);
                    }
                });
        if (format != SourceFormat.PARQUET && digits.startsWith(text("PAR1"))) {
            throw new UserException(file + ": is a Parquet file; name it .parquet");
        }
        if (format != SourceFormat.ARROW && digits.startsWith(text("ARROW1"))) {
            throw new UserException(file + ": is an Arrow file; name it .arrow");
        }
        if (isTable) {
            return;
        }
        Compression packed = Compression.of(file);
        if (packed != Compression.GZIP && digits.startsWith("1f8b")) {
            throw new UserException(
                    file + ": is packed by gzip; name it " + file.getFileName() + ".gz");
        }
        if (packed != Compression.ZSTD && digits.startsWith("28b52ffd")) {
            throw new UserException(
                    file + ": is packed by zstd; name it " + file.getFileName() + ".zst");
        }
        boolean zero = start.length > 1 && (start[0] == 0 || start[1] == 0);
        if (packed == Compression.NONE && zero) {
            throw new UserException(file + ": is UTF-16 or UTF-32; " + convert("UTF-16"));
        }
    }

    /** What to do about a text that is not UTF-8. */
    public static String advice() {
        return "is not UTF-8; if it is Chinese text of Windows, " + convert("GB18030");
    }

    private static String convert(String from) {
        return "convert it: iconv -f %s -t UTF-8 FILE > NEW".formatted(from);
    }

    private static String text(String begin) {
        return HexFormat.of().formatHex(begin.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] start(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = new byte[BYTES];
            return Arrays.copyOf(bytes, in.readNBytes(bytes, 0, BYTES));
        } catch (NoSuchFileException e) {
            throw new UserException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
