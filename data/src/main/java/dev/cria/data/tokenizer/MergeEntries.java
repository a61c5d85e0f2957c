package dev.cria.data.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries of {@code model.merges}, in the order of their rank.
 *
 * @param lefts the first part of each
 * @param rights the second part of each
 */
record MergeEntries(List<String> lefts, List<String> rights) {

    /**
     * Reads the array whose beginning the parser has just seen, and skips what else may be there.
     * Null where an entry is neither {@code "a b"} nor {@code ["a", "b"]}.
     */
    static MergeEntries read(JsonParser parser) throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            parser.skipChildren();
            parser.finishToken();
            return null;
        }
        MergeEntries entries = new MergeEntries(new ArrayList<>(), new ArrayList<>());
        boolean valid = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            valid &=
                    parser.hasToken(JsonToken.START_ARRAY)
                            ? entries.pair(parser)
                            : entries.text(parser);
        }
        return valid ? entries : null;
    }

    private boolean text(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            parser.skipChildren();
            return false;
        }
        String merge = parser.getText();
        int space = merge.indexOf(' ');
        if (space < 0 || merge.indexOf(' ', space + 1) >= 0) {
            return false;
        }
        lefts.add(merge.substring(0, space));
        rights.add(merge.substring(space + 1));
        return true;
    }

    private boolean pair(JsonParser parser) throws IOException {
        List<String> parts = new ArrayList<>(2);
        boolean valid = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            valid &= parser.hasToken(JsonToken.VALUE_STRING) && parts.size() < 2;
            if (valid) {
                parts.add(parser.getText());
            }
            parser.skipChildren();
        }
        if (!valid || parts.size() != 2) {
            return false;
        }
        lefts.add(parts.get(0));
        rights.add(parts.get(1));
        return true;
    }
}
