package dev.cria.data.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The entries of {@code model.vocab} and where in the file they are. */
final class VocabularyEntries {

    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();
    private final IntBuilder starts = new IntBuilder();
    private final IntBuilder ends = new IntBuilder();

    private String twice;

    private VocabularyEntries() {}

    /** Reads the object whose beginning the parser has just seen; it must read from characters. */
    static VocabularyEntries read(JsonParser parser) throws IOException {
        VocabularyEntries entries = new VocabularyEntries();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            entries.names.add(name);
            entries.starts.add((int) parser.currentTokenLocation().getCharOffset());
            boolean whole = parser.nextToken() == JsonToken.VALUE_NUMBER_INT;
            // What is no number of the right size is told as -1, which no token may have.
            int id = whole && isInt(parser) ? parser.getIntValue() : -1;
            if (entries.ids.put(name, id) != null) {
                entries.twice = name;
            }
            parser.skipChildren();
            parser.finishToken();
            entries.ends.add((int) parser.currentLocation().getCharOffset());
        }
        return entries;
    }

    private static boolean isInt(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.INT;
    }

    /** A token that is there twice; null where none is. */
    String twice() {
        return twice;
    }

    /** Ids by name, in the order of the file. */
    Map<String, Integer> ids() {
        return ids;
    }

    /** Leaves entries out, with the commas that stood between them and others. */
    void remove(Set<String> unwanted, TextEdits edits) {
        int size = names.size();
        for (int first = 0; first < size; first++) {
            int next = first;
            while (next < size && unwanted.contains(names.get(next))) {
                next++;
            }
            if (next == first) {
                continue;
            }
            if (next < size) {
                edits.remove(starts.get(first), starts.get(next));
            } else {
                edits.remove(first == 0 ? starts.get(0) : ends.get(first - 1), ends.get(size - 1));
            }
            first = next;
        }
    }
}
