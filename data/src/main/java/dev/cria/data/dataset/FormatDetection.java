package dev.cria.data.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells the format of a data set from its first row. */
final class FormatDetection {

    private FormatDetection() {}

    static DatasetFormat detect(JsonNode node, String origin, Map<String, String> columns) {
        Row row = new Row(node, origin, columns, DatasetFormat.AUTO);
        if (row.has("chosen") && row.has("rejected")) {
            return DatasetFormat.PREFERENCE;
        }
        if (row.has("kto_tag") || (row.has("completion") && row.has("label"))) {
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
        if (row.has("text")) {
            return DatasetFormat.TEXT;
        }
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        List<String> shapes = new ArrayList<>();
        for (DatasetFormat format : DatasetFormat.values()) {
            if (format != DatasetFormat.AUTO) {
                shapes.add(format.label() + " " + format.shape());
            }
        }
        throw new UserException(
                origin
                        + ": no known format has the fields "
                        + names
                        + "; expected one of: "
                        + String.join("; ", shapes)
                        + ". Fields with other names can be named in the recipe");
    }
}
