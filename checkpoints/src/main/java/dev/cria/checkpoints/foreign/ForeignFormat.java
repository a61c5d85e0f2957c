package dev.cria.checkpoints.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a file is that is taken for weights and is none that Cria reads. Told by its first bytes,
 * whatever it is called; nothing of it is parsed, because some of these run code when they are.
 */
public enum ForeignFormat {
    /** torch.save since PyTorch 1.6, and TorchScript. */
    PYTORCH("a PyTorch archive with a pickle in it", true),
    /** Python's pickle; torch.save before 1.6. */
    PICKLE("a Python pickle", true),
    /** Keras and old TensorFlow weights. */
    HDF5("an HDF5 file", false),
    /** Arrays of NumPy, which may hold pickles. */
    NUMPY("a NumPy array", false),
    /** llama.cpp's. */
    GGUF("a GGUF file", false),
    /** Java's serialisation. */
    JAVA_OBJECTS("serialised Java objects", false),
    /** A zip that is no PyTorch archive. */
    ZIP("a zip archive", false),
    /** Also torch.save before 0.1.10. */
    TAR("a tar archive", false),
    /** gzip, bzip2, xz or Zstandard. */
    COMPRESSED("a compressed file", false),
    /** What git leaves in place of a large file. */
    LFS_POINTER("a Git LFS pointer, not the file itself", false),
    /** What a failed download leaves. */
    WEB_PAGE("a web page", false);

    private static final int HEAD_BYTES = 4096;
    private static final int[] HDF5_STARTS = {0, 512, 1024, 2048};

    /** Protocols 0 and 1 have no magic number: a global, or the mark and memo of a container. */
    private static final Pattern OLD_PICKLE =
            Pattern.compile(
                    "\\(?c[A-Za-z_][\\w.]*\n[A-Za-z_][\\w.]*\n.*|\\([dlt]p\\d+\n.*|[\\]}]q\0.*|\\(i[A-Za-z_][\\w.]*\n.*",
                    Pattern.DOTALL);

    private static final Pattern PAGE =
            Pattern.compile(
                    "\\s*<(!doctype html|html).*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final String description;
    private final boolean isTorch;

    ForeignFormat(String description, boolean isTorch) {
        this.description = description;
        this.isTorch = isTorch;
    }

    /** What it is, with its article. */
    public String description() {
        return description;
    }

    /** Whether PyTorch has written it. */
    boolean isTorch() {
        return isTorch;
    }

    /** What a file is; empty where it is none of these, absent or a folder. */
    public static Optional<ForeignFormat> of(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(HEAD_BYTES));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** What a file that begins with these bytes is. */
    public static Optional<ForeignFormat> of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK\3\4") || text.startsWith("PK\5\6")) {
            return Optional.of(holdsPickle(text) ? PYTORCH : ZIP);
        }
        // Before the pickles, one of whose opcodes is its first byte.
        if (text.startsWith("GGUF") || text.startsWith("lmgg") || text.startsWith("tjgg")) {
            return Optional.of(GGUF);
        }
        if (Arrays.stream(HDF5_STARTS)
                .anyMatch(at -> text.startsWith("\u0089HDF\r\n\u001a\n", at))) {
            return Optional.of(HDF5);
        }
        if (text.startsWith("\u0093NUMPY")) {
            return Optional.of(NUMPY);
        }
        if (text.startsWith("\u00ac\u00ed\0\5")) {
            return Optional.of(JAVA_OBJECTS);
        }
        if (text.startsWith("ustar", 257)) {
            return Optional.of(TAR);
        }
        if (isCompressed(text)) {
            return Optional.of(COMPRESSED);
        }
        if (text.startsWith("version https://git-lfs")) {
            return Optional.of(LFS_POINTER);
        }
        if (PAGE.matcher(text).matches()) {
            return Optional.of(WEB_PAGE);
        }
        boolean pickle = isNewPickle(text) || OLD_PICKLE.matcher(text).matches();
        return pickle ? Optional.of(PICKLE) : Optional.empty();
    }

    /** The opcode PROTO and a protocol from 2 to 5. */
    private static boolean isNewPickle(String text) {
        return text.length() > 2
                && text.charAt(0) == 0x80
                && text.charAt(1) >= 2
                && text.charAt(1) <= 5;
    }

    private static boolean isCompressed(String text) {
        return text.startsWith("\u001f\u008b")
                || text.startsWith("BZh")
                || text.startsWith("\u00fd7zXZ\0")
                || text.startsWith("(\u00b5/\u00fd");
    }

    /** Whether names of entries that lie near the beginning are those of a PyTorch archive. */
    private static boolean holdsPickle(String head) {
        return head.contains(".pkl")
                || head.contains("/version")
                || head.contains("code/__torch__");
    }
}
