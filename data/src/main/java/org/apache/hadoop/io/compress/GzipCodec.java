package org.apache.hadoop.io.compress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks the pages of Parquet files that are packed by gzip. Parquet looks for this class by its
 * name; parquet-floor, which stands in for Hadoop, has none.
 */
public final class GzipCodec implements CompressionCodec {

    @Override
    public Decompressor createDecompressor() {
        return null;
    }

    @Override
    public Compressor createCompressor() {
        return null;
    }

    @Override
    public CompressionInputStream createInputStream(InputStream packed, Decompressor unused) {
        try {
            return new Unpacked(new GZIPInputStream(packed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing is written with it. */
    @Override
    public CompressionOutputStream createOutputStream(OutputStream out, Compressor unused) {
        throw new UnsupportedOperationException("pages are not packed by gzip");
    }

    private static final class Unpacked extends CompressionInputStream {

        Unpacked(InputStream in) throws IOException {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            return in.read(to, offset, length);
        }

        @Override
        public void resetState() {
            throw new UnsupportedOperationException("a page is read once");
        }
    }
}
