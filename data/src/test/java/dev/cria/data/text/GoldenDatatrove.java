package dev.cria.data.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What datatrove 0.10 made of 400 English and 150 Chinese documents. */
public final class GoldenDatatrove {

    private GoldenDatatrove() {}

    /** The documents of a language with words, sentences, and the verdict of each filter. */
    public static List<JsonNode> rows(String language) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> rows = new ArrayList<>();
        String name = "golden/datatrove/golden-datatrove-" + language + ".jsonl";
        for (String line : Files.readAllLines(Shared.path(name))) {
            rows.add(json.readTree(line));
        }
        return rows;
    }

    /** A list of strings of a document. */
    public static List<String> strings(JsonNode row, String name) {
        List<String> strings = new ArrayList<>();
        row.get(name).forEach(string -> strings.add(string.asText()));
        return strings;
    }
}
