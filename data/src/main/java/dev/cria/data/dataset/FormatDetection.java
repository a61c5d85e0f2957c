package dev.cria.data.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tells the format of a data set from a row of it. */
final class FormatDetection {

    private FormatDetection() {}

    static DatasetFormat detect(JsonNode node, String origin, FieldNames names) {
        Row row = new Row(node, origin, names, DatasetFormat.AUTO);
        if (row.has("chosen") && row.has("rejected")) {
            return DatasetFormat.PREFERENCE;
        }
        boolean said = any(row, "messages", "conversations");
        boolean judged =
                row.has("kto_tag")
                        || (row.has("completion") && row.has("label"))
                        || (said && Judgements.isLabel(row.get("label")));
        if (judged) {
            return DatasetFormat.KTO;
        }
        if (row.has("messages")) {
            return DatasetFormat.MESSAGES;
        }
        if (row.has("conversations")) {
            return DatasetFormat.SHAREGPT;
        }
        if (row.has("instruction")) {
            return DatasetFormat.ALPACA;
        }
        boolean asked = any(row, "prompt", "question");
        if (asked && Completions.field(row) != null) {
            return DatasetFormat.PROMPT_COMPLETION;
        }
        if (row.has("text")) {
            return DatasetFormat.TEXT;
        }
        if (asked) {
            return DatasetFormat.PROMPTS;
        }
        throw unknown(node, origin);
    }

    private static boolean any(Row row, String... fields) {
        return Arrays.stream(fields).anyMatch(row::has);
    }

    private static UserException unknown(JsonNode node, String origin) {
        List<String> fields = new ArrayList<>();
        node.fieldNames().forEachRemaining(fields::add);
        List<String> shapes = new ArrayList<>();
        for (DatasetFormat format : DatasetFormat.values()) {
            if (format != DatasetFormat.AUTO) {
                shapes.add(format.label() + " " + format.shape());
            }
        }
        return new UserException(
                "%s: no known format has the fields %s%s; expected one of: %s. Fields with other names are named in the recipe: {path: ..., format: alpaca, columns: {instruction: NAME, output: NAME}}"
                        .formatted(origin, fields, hint(node, fields), String.join("; ", shapes)));
    }

    private static String hint(JsonNode node, List<String> fields) {
        if (fields.size() == 1) {
            String only = fields.get(0);
            if (node.get(only).isArray()) {
                return " (the file is one object; write the list in '%s' alone)".formatted(only);
            }
            if (only.contains(";") || only.contains("\t")) {
                return " (its columns are not separated by commas; save it with commas, or by tabs as .tsv)";
            }
        }
        return "";
    }
}
