package dev.cria.data.source;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;

import blue.strategic.parquet.ParquetWriter;
import blue.strategic.parquet.ValueWriter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * Writes a Parquet file with the string columns id, text, source, language and meta (a JSON object,
 * because parquet-floor writes flat rows only).
 */
public final class ParquetDocumentWriter implements DocumentWriter {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MessageType SCHEMA =
            Types.buildMessage()
                    .required(BINARY)
                    .as(stringType())
                    .named("id")
                    .required(BINARY)
                    .as(stringType())
                    .named("text")
                    .required(BINARY)
                    .as(stringType())
                    .named("url")
                    .required(BINARY)
                    .as(stringType())
                    .named("source")
                    .required(BINARY)
                    .as(stringType())
                    .named("language")
                    .required(BINARY)
                    .as(stringType())
                    .named("meta")
                    .named("document");

    private final Path file;
    private final ParquetWriter<Document> writer;

    /** Creates the file, which must not exist. */
    public ParquetDocumentWriter(Path file) {
        this.file = file;
        try {
            writer =
                    ParquetWriter.writeFile(
                            SCHEMA, file.toFile(), ParquetDocumentWriter::dehydrate);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static void dehydrate(Document document, ValueWriter row) {
        row.write("id", document.id());
        row.write("text", document.text());
        row.write("url", document.url());
        row.write("source", document.source());
        row.write("language", document.language());
        try {
            row.write("meta", JSON.writeValueAsString(new TreeMap<>(document.meta())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings has no JSON", e);
        }
    }

    @Override
    public void write(Document document) {
        try {
            writer.write(document);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private UserException failure(IOException e) {
        return new UserException(file + ": cannot be written: " + e.getMessage(), e);
    }
}
