package dev.cria.data.curate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.data.card.CardStats;
import dev.cria.data.source.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;

/** What is told of the units of a pass, each in a file of its own: memory is that of two units. */
final class CardFiles {

    private static final JsonMapper JSON = new JsonMapper();

    private CardFiles() {}

    static byte[] bytes(CardStats stats) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packed = Compression.ZSTD.pack(bytes)) {
            packed.write(JSON.writeValueAsBytes(stats));
        }
        return bytes.toByteArray();
    }

    /** What is told of all units of a pass. */
    static CardStats sum(Journal pass) throws IOException {
        CardStats sum = null;
        for (UnitRecord unit : pass.records()) {
            CardStats stats = read(pass, unit);
            if (sum == null) {
                sum = stats;
            } else {
                sum.merge(stats);
            }
        }
        return sum == null ? new CardStats(List.of()) : sum;
    }

    private static CardStats read(Journal pass, UnitRecord unit) throws IOException {
        String name = UnitFiles.name(unit.unit(), UnitFiles.CARD);
        try (InputStream plain =
                Compression.ZSTD.unpack(Files.newInputStream(pass.folder().resolve(name)))) {
            return JSON.readValue(plain, CardStats.class);
        }
    }
}
