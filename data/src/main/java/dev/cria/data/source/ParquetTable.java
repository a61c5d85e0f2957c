package dev.cria.data.source;

import blue.strategic.parquet.ParquetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;

/** Reads a Parquet file, its nested columns as lists and mappings. */
final class ParquetTable {

    private static final int ROWS_BETWEEN_REPORTS = 256;

    private ParquetTable() {}

    static void read(Path file, TableMain out) throws IOException, TableRefusal {
        ParquetMetadata metadata = ParquetReader.readMetadata(file.toFile());
        ParquetSizes.check(file, metadata);
        FileMetaData about = metadata.getFileMetaData();
        MessageColumnIO columns =
                new ColumnIOFactory(about.getCreatedBy()).getColumnIO(about.getSchema());
        long total = metadata.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
        long size = Files.size(file);
        long row = 0;
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            for (PageReadStore group = reader.readNextRowGroup();
                    group != null;
                    group = reader.readNextRowGroup()) {
                RecordReader<Map<String, Object>> rows =
                        columns.getRecordReader(group, new ParquetRow(about.getSchema()));
                for (long left = group.getRowCount(); left > 0; left--) {
                    out.row(rows.read());
                    row++;
                    if (row % ROWS_BETWEEN_REPORTS == 0) {
                        out.read((long) (size * (row / (double) Math.max(total, row))));
                    }
                }
            }
        }
        out.read(size);
    }
}
