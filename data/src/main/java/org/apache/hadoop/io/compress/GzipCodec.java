package org.apache.hadoop.io.compress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Pages of Parquet files that are packed by gzip. Parquet looks for this class by its name;
 * parquet-floor, which stands in for Hadoop, has none.
 */
public final class GzipCodec implements CompressionCodec {

    /** None: the streams hold their own. */
    @Override
    public Decompressor createDecompressor() {
        return null;
    }

    /** None: the streams hold their own. */
    @Override
    public Compressor createCompressor() {
        return null;
    }

    @Override
    public CompressionInputStream createInputStream(InputStream packed, Decompressor unused) {
        try {
            return new Unpacked(packed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompressionOutputStream createOutputStream(OutputStream out, Compressor unused) {
        try {
            return new Packed(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Unpacked extends CompressionInputStream {

        private GZIPInputStream bytes;

        Unpacked(InputStream packed) throws IOException {
            super(packed);
            resetState();
        }

        @Override
        public int read() throws IOException {
            return bytes.read();
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            return bytes.read(to, offset, length);
        }

        /** What follows is packed anew. */
        @Override
        public void resetState() throws IOException {
            bytes = new GZIPInputStream(in);
        }
    }

    private static final class Packed extends CompressionOutputStream {

        private GZIPOutputStream bytes;

        Packed(OutputStream out) throws IOException {
            super(out);
            resetState();
        }

        @Override
        public void write(int one) throws IOException {
            bytes.write(one);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            bytes.write(from, offset, length);
        }

        @Override
        public void finish() throws IOException {
            bytes.finish();
        }

        /** What follows is packed anew. */
        @Override
        public void resetState() throws IOException {
            bytes = new GZIPOutputStream(out);
        }
    }
}
