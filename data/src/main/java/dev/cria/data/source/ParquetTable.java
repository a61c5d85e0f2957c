package dev.cria.data.source;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Spliterators;
import java.util.TreeMap;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** Reads a Parquet file of flat rows as strings by the names of the columns. */
final class ParquetTable implements Hydrator<Map<String, String>, Map<String, String>, String[]> {

    private static final int ROWS_BETWEEN_REPORTS = 256;

    private ParquetTable() {}

    static void read(Path file, TableMain out) throws IOException, TableRefusal {
        ParquetMetadata metadata = ParquetReader.readMetadata(file.toFile());
        ParquetSizes.check(file, metadata);
        long total = metadata.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
        long size = Files.size(file);
        try (ParquetReader<?, Map<String, String>, String[]> reader =
                ParquetReader.spliterator(file.toFile(), new ParquetTable())) {
            Iterator<Map<String, String>> rows = Spliterators.iterator(reader);
            for (long row = 1; rows.hasNext(); row++) {
                out.row(rows.next());
                if (row % ROWS_BETWEEN_REPORTS == 0) {
                    out.read((long) (size * (row / (double) Math.max(total, row))));
                }
            }
        }
        out.read(size);
    }

    @Override
    public Map<String, String> start() {
        return new TreeMap<>();
    }

    @Override
    public Map<String, String> add(Map<String, String> row, String[] column, Object value) {
        if (value != null) {
            row.put(String.join(".", column), value.toString());
        }
        return row;
    }

    @Override
    public Map<String, String> finish(Map<String, String> row) {
        return row;
    }
}
