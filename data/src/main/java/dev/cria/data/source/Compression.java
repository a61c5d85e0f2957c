package dev.cria.data.source;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How a file is packed, by the end of its name. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD;

    private static final int ZSTD_LEVEL = 3;
    private static final int BUFFER_BYTES = 1 << 16;

    /** By the name of a file. */
    public static Compression of(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".gz")) {
            return GZIP;
        }
        return name.endsWith(".zst") ? ZSTD : NONE;
    }

    /** The plain bytes; several members or frames follow one another. */
    public InputStream unpack(InputStream packed) throws IOException {
        return switch (this) {
            case NONE -> packed;
            case GZIP -> new GZIPInputStream(packed, BUFFER_BYTES);
            case ZSTD -> new ZstdInputStreamNoFinalizer(new BufferedInputStream(packed));
        };
    }

    /** A stream that packs what is written to it; ended by closing it. */
    public OutputStream pack(OutputStream target) throws IOException {
        return switch (this) {
            case NONE -> target;
            case GZIP -> new GZIPOutputStream(target, BUFFER_BYTES);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(target, ZSTD_LEVEL);
        };
    }
}
