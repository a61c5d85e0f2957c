package dev.cria.data.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * What a Parquet file says about the sizes of its parts, looked at before any of them is unpacked:
 * its reader takes as much memory as a page claims to need.
 */
final class ParquetSizes {

    /** Of a page, unpacked. Writers make pages of 1 MiB by default. */
    static final int MAX_PAGE = 256 << 20;

    /** Text packs by 3 to 20; a page that claims more than this is a bomb... */
    static final int MAX_RATIO = 1000;

    /** ...unless it is small: a column of one value packs as well as anyone likes. */
    static final int ANY_RATIO = 8 << 20;

    private static final Set<CompressionCodecName> CODECS =
            EnumSet.of(
                    CompressionCodecName.UNCOMPRESSED,
                    CompressionCodecName.SNAPPY,
                    CompressionCodecName.GZIP,
                    CompressionCodecName.ZSTD,
                    CompressionCodecName.LZ4_RAW);

    private static final int HEADER_BUFFER = 512;

    private final FileChannel file;

    private ParquetSizes(FileChannel file) {
        this.file = file;
    }

    /**
     * Looks at the header of every page.
     *
     * @throws TableRefusal if a size cannot be, or is more than reading may take
     */
    static void check(Path path, ParquetMetadata metadata) throws IOException, TableRefusal {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ParquetSizes sizes = new ParquetSizes(file);
            for (BlockMetaData group : metadata.getBlocks()) {
                for (ColumnChunkMetaData column : group.getColumns()) {
                    sizes.column(column);
                }
            }
        }
    }

    private void column(ColumnChunkMetaData column) throws IOException, TableRefusal {
        String name = "column " + column.getPath().toDotString();
        if (!CODECS.contains(column.getCodec())) {
            throw new TableRefusal(
                    "%s is packed by %s, which cannot be read here; write the file again with one of %s"
                            .formatted(
                                    name,
                                    column.getCodec(),
                                    CODECS.stream()
                                            .map(CompressionCodecName::name)
                                            .collect(Collectors.joining(", "))));
        }
        long begin = column.getStartingPos();
        long bytes = column.getTotalSize();
        if (begin < 0 || bytes < 0 || bytes > file.size() - begin) {
            throw new TableRefusal(
                    "%s claims the bytes %d to %d of a file of %d"
                            .formatted(name, begin, begin + bytes, file.size()));
        }
        pages(name, begin, begin + bytes, column.getValueCount());
    }

    private void pages(String name, long begin, long end, long values)
            throws IOException, TableRefusal {
        long at = begin;
        long seen = 0;
        while (seen < values && at < end) {
            CountingInput in = new CountingInput(at, end);
            PageHeader page = Util.readPageHeader(in);
            long packed = page.getCompressed_page_size();
            long unpacked = page.getUncompressed_page_size();
            at += in.count;
            if (packed < 0 || packed > end - at) {
                throw new TableRefusal(
                        "a page of %s claims %d bytes of which %d are there"
                                .formatted(name, packed, end - at));
            }
            boolean tooMuch = unpacked > ANY_RATIO && unpacked / MAX_RATIO > packed;
            if (unpacked < 0 || unpacked > MAX_PAGE || tooMuch) {
                throw new TableRefusal(
                        "a page of %s claims to unpack %d bytes to %d; at most %d times as many and %d are allowed"
                                .formatted(name, packed, unpacked, MAX_RATIO, MAX_PAGE));
            }
            at += packed;
            seen += valuesOf(page);
        }
    }

    private static long valuesOf(PageHeader page) {
        if (page.isSetData_page_header()) {
            return Math.max(0, page.getData_page_header().getNum_values());
        }
        if (page.isSetData_page_header_v2()) {
            return Math.max(0, page.getData_page_header_v2().getNum_values());
        }
        return 0;
    }

    /** Bytes of the file from a place on, and how many of them were taken. */
    private final class CountingInput extends InputStream {

        private final InputStream bytes;
        private long left;
        private long count;

        CountingInput(long begin, long end) throws IOException {
            file.position(begin);
            bytes = new BufferedInputStream(Channels.newInputStream(file), HEADER_BUFFER);
            left = end - begin;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            left--;
            count++;
            return bytes.read();
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int taken = bytes.read(to, offset, (int) Math.min(length, left));
            if (taken > 0) {
                left -= taken;
                count += taken;
            }
            return left == 0 && taken <= 0 ? -1 : taken;
        }
    }
}
