package dev.cria.data.curate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.durable.HashingChannel;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.checkpoints.durable.Storage;
import dev.cria.data.card.CardStats;
import dev.cria.data.document.Document;
import dev.cria.data.source.DocumentWriter;
import dev.cria.data.work.RecordLog.WrittenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The files of a unit while they are written; those that stay empty are never made. */
final class UnitFiles implements AutoCloseable {

    static final String FACTS = "facts";
    static final String DROPPED = "dropped.jsonl.zst";
    static final String BAD_ROWS = "bad-rows.jsonl";
    static final String CARD = "card.json.zst";

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final int unit;
    private final OutputFormat format;
    private final Map<String, Stream> streams = new LinkedHashMap<>();
    private DocumentWriter table;
    private Tally tally;
    private CardStats card;

    /**
     * The files of a unit.
     *
     * @param isRead whether another pass reads documents and facts, also where there are none
     */
    UnitFiles(Path folder, int unit, OutputFormat format, boolean isRead) throws IOException {
        this.folder = folder;
        this.unit = unit;
        this.format = format;
        if (isRead) {
            open(format.ending());
            open(FACTS);
        }
    }

    /** The name of a file of a unit. */
    static String name(int unit, String kind) {
        return "%06d.%s".formatted(unit, kind);
    }

    /** The name of a file of a unit if the unit had another number. */
    static String renamed(String name, int unit) {
        return name(unit, name.substring(name.indexOf('.') + 1));
    }

    private record Stream(Storage.OpenFile file, HashingChannel channel) {}

    void add(BatchResult result) throws IOException {
        tally = tally == null ? result.tally() : tally.plus(result.tally());
        if (card == null) {
            card = result.card();
        } else {
            card.merge(result.card());
        }
        append(format.ending(), result.lines());
        append(FACTS, result.facts());
        append(DROPPED, result.dropped());
        for (BadRowNote note : result.badRows()) {
            append(BAD_ROWS, (JSON.writeValueAsString(note) + "\n").getBytes(UTF_8));
        }
        if (!result.kept().isEmpty()) {
            if (table == null) {
                table = format.table(folder.resolve(name(unit, format.ending())));
            }
            for (Document document : result.kept()) {
                table.write(document);
            }
        }
    }

    private void append(String kind, byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        Stream stream = open(kind);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            stream.channel().write(rest);
        }
    }

    private Stream open(String kind) throws IOException {
        Stream stream = streams.get(kind);
        if (stream == null) {
            Storage.OpenFile file = Storage.disk().create(folder.resolve(name(unit, kind)));
            stream = new Stream(file, new HashingChannel(file));
            streams.put(kind, stream);
        }
        return stream;
    }

    /** Forces all files to the disk. */
    UnitRecord finish(Position end, boolean isLast) throws IOException {
        TreeMap<String, WrittenFile> files = new TreeMap<>();
        append(CARD, CardFiles.bytes(card));
        for (Map.Entry<String, Stream> entry : streams.entrySet()) {
            Stream stream = entry.getValue();
            stream.file().force();
            files.put(
                    name(unit, entry.getKey()),
                    new WrittenFile(stream.channel().bytes(), stream.channel().sha256()));
        }
        if (table != null) {
            table.close();
            table = null;
            Path file = folder.resolve(name(unit, format.ending()));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            files.put(
                    file.getFileName().toString(),
                    new WrittenFile(Files.size(file), Sha256.of(file)));
        }
        close();
        Storage.disk().forceFolder(folder);
        return new UnitRecord(unit, end, isLast, tally, files);
    }

    @Override
    public void close() throws IOException {
        for (Stream stream : streams.values()) {
            stream.channel().close();
        }
        streams.clear();
        if (table != null) {
            table.close();
            table = null;
        }
    }
}
