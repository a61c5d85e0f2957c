package dev.cria.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.CorruptFileException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of two rows that pyarrow 25.0.1 wrote. */
final class ParquetCodecTest {

    @Test
    void pagesPackedByGzipAreRead() throws Exception {
        assertEquals(List.of("the first text", "the second text"), texts("gzip"));
    }

    @Test
    void aCodecThatCannotBeReadIsNamedWithThoseThatCan() {
        String why = assertThrows(CorruptFileException.class, () -> texts("brotli")).getMessage();
        assertTrue(why.contains("column text is packed by BROTLI"), why);
        assertTrue(why.contains("ZSTD"), why);
    }

    private static List<String> texts(String codec) throws URISyntaxException, BadRowException {
        Path file =
                Path.of(ParquetCodecTest.class.getResource("tables/" + codec + ".parquet").toURI());
        List<String> texts = new ArrayList<>();
        try (RowReader rows = SourceFormat.open(SourceFile.of(file), Columns.DEFAULT)) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                texts.add(row.document().text());
            }
        }
        return texts;
    }
}
