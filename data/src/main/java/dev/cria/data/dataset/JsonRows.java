package dev.cria.data.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads a file of JSON objects: one per line, or one array of them. */
final class JsonRows {

    /** Takes the rows one after another. */
    interface Consumer {
        /**
         * @param number the line of a .jsonl file, or the place in the array, from 1
         * @return whether more rows are wanted
         */
        boolean accept(JsonNode row, long number);
    }

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final Path file;

    JsonRows(Path file) {
        this.file = file;
    }

    void forEach(Consumer consumer) {
        try (BufferedReader reader = open(file)) {
            if (plainName().endsWith(".jsonl")) {
                lines(reader, consumer);
            } else {
                array(reader, consumer);
            }
        } catch (NoSuchFileException e) {
            throw new UserException(file + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new UserException(file + ": is not UTF-8; convert it", e);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e, e);
        }
    }

    static BufferedReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            InputStream plain =
                    file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
            BufferedReader reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    plain,
                                    StandardCharsets.UTF_8
                                            .newDecoder()
                                            .onMalformedInput(CodingErrorAction.REPORT)));
            skipByteOrderMark(reader);
            return reader;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static void skipByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
    }

    private void lines(BufferedReader reader, Consumer consumer) throws IOException {
        long number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (!line.isBlank() && !consumer.accept(object(parse(line, number), number), number)) {
                return;
            }
        }
    }

    private JsonNode parse(String line, long number) throws IOException {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw new UserException(
                    file
                            + ":"
                            + number
                            + ": not valid JSON at column "
                            + column
                            + ": "
                            + e.getOriginalMessage()
                            + "; expected one object per line",
                    e);
        }
    }

    private void array(BufferedReader reader, Consumer consumer) throws IOException {
        long number = 0;
        try (JsonParser parser = MAPPER.createParser(reader)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new UserException(
                        file
                                + ": expected a JSON array of rows; a file with one row per line"
                                + " must be named .jsonl");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                number++;
                if (!consumer.accept(object(parser.readValueAsTree(), number), number)) {
                    return;
                }
            }
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new UserException(
                    file + ": not valid JSON at line " + line + ": " + e.getOriginalMessage(), e);
        }
    }

    private JsonNode object(JsonNode row, long number) {
        if (row == null || !row.isObject()) {
            throw new UserException(file + ":" + number + ": the row is not a JSON object");
        }
        return row;
    }

    private String plainName() {
        String name = file.toString();
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }
}
