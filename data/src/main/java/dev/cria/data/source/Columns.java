package dev.cria.data.source;

import dev.cria.checkpoints.UserException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which columns or fields of a table hold the parts of a document.
 *
 * @param text must be there; the others may lack
 */
public record Columns(String text, String id, String url, String source, String language) {

    /** The names that Cria writes itself. */
    public static final Columns DEFAULT = new Columns("text", "id", "url", "source", "language");

    /** The parts that can be mapped. */
    public static final Set<String> PARTS = Set.of("text", "id", "url", "source", "language");

    /**
     * From a mapping of parts to columns; what it does not name keeps its own name.
     *
     * @throws UserException when it names something else
     */
    public static Columns of(Map<String, String> mapping) {
        for (String part : mapping.keySet()) {
            if (!PARTS.contains(part)) {
                throw new UserException(
                        "columns: a document has no '%s'; it has %s"
                                .formatted(part, new TreeSet<>(PARTS)));
            }
        }
        return new Columns(
                mapping.getOrDefault("text", "text"),
                mapping.getOrDefault("id", "id"),
                mapping.getOrDefault("url", "url"),
                mapping.getOrDefault("source", "source"),
                mapping.getOrDefault("language", "language"));
    }

    /** Whether a column is one of these; all others are meta data. */
    boolean names(String column) {
        return column.equals(text)
                || column.equals(id)
                || column.equals(url)
                || column.equals(source)
                || column.equals(language);
    }
}
