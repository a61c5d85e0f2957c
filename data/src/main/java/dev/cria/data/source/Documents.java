package dev.cria.data.source;

import dev.cria.data.document.Document;
import java.util.Map;
import java.util.TreeMap;

/** Puts documents together from the fields of a row. */
final class Documents {

    private Documents() {}

    /**
     * A document from the fields of a row; it takes those that it knows out of the map.
     *
     * @param fields by the name of the column
     * @param file name of the file: the source where none is given, and part of the id
     */
    static Document of(Columns columns, Map<String, String> fields, String file, long row)
            throws BadRowException {
        for (String value : fields.values()) {
            requireWhole(value);
        }
        Map<String, String> meta = new TreeMap<>(fields);
        String text = meta.remove(columns.text());
        if (text == null || text.isBlank()) {
            throw new BadRowException(
                    "\"%s\" %s"
                            .formatted(columns.text(), text == null ? "is missing" : "is empty"));
        }
        String id = take(meta, columns.id(), "");
        String url = take(meta, columns.url(), "");
        String source = take(meta, columns.source(), file);
        String language = take(meta, columns.language(), "");
        for (String part : Columns.PARTS) {
            String other = meta.remove(part); // a column of that name that means something else
            if (other != null) {
                meta.put("original_" + part, other);
            }
        }
        return new Document(
                id.isEmpty() ? file + ":" + row : id, text, url, source, language, meta);
    }

    /** Half a surrogate pair is no character: nothing could write it as UTF-8. */
    private static void requireWhole(String text) throws BadRowException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new BadRowException("holds half a surrogate pair");
                }
                i++;
            }
        }
    }

    private static String take(Map<String, String> fields, String name, String otherwise) {
        String value = fields.remove(name);
        return value == null ? otherwise : value;
    }
}
