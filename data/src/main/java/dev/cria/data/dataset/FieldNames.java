package dev.cria.data.dataset;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the fields of a data set are called where their names are not the usual ones. Both mappings
 * are those of LLaMA-Factory's {@code dataset_info.json}.
 *
 * @param columns usual name of a field to its name in the file
 * @param tags for lists of messages: {@code role_tag} and {@code content_tag} name the fields of a
 *     message, {@code user_tag}, {@code assistant_tag}, {@code system_tag}, {@code observation_tag}
 *     and {@code function_tag} the speakers
 */
public record FieldNames(Map<String, String> columns, Map<String, String> tags) {

    /** All names are the usual ones. */
    public static final FieldNames USUAL = new FieldNames(Map.of(), Map.of());

    /** The fields that can have another name. */
    public static final Set<String> COLUMNS =
            sorted(
                    List.of(
                            "messages",
                            "conversations",
                            "instruction",
                            "input",
                            "output",
                            "history",
                            "system",
                            "tools",
                            "prompt",
                            "query",
                            "response",
                            "completion",
                            "chosen",
                            "rejected",
                            "edited",
                            "label",
                            "kto_tag",
                            "text",
                            "question",
                            "choices",
                            "answer",
                            "reference",
                            "tests",
                            "test",
                            "entry_point"));

    private static final String ROLE = "role_tag";
    private static final String CONTENT = "content_tag";

    /** The tag of each speaker, and what {@link Conversations} calls it. */
    private static final Map<String, String> SPEAKERS =
            Map.of(
                    "user_tag", "user",
                    "assistant_tag", "assistant",
                    "system_tag", "system",
                    "observation_tag", "observation",
                    "function_tag", "function_call");

    /** LLaMA-Factory's names of what alpaca calls instruction, input and output. */
    private static final Map<String, String> ALPACA =
            Map.of("instruction", "prompt", "input", "query", "output", "response");

    /** Copies the mappings. */
    public FieldNames {
        columns = Map.copyOf(columns);
        tags = Map.copyOf(tags);
    }

    /** The tags that can be given. */
    public static Set<String> tagNames() {
        Set<String> names = new TreeSet<>(SPEAKERS.keySet());
        names.addAll(List.of(ROLE, CONTENT));
        return names;
    }

    private static Set<String> sorted(List<String> names) {
        return Collections.unmodifiableSet(new TreeSet<>(names));
    }

    /** What a field is called in the file. */
    String column(String field, DatasetFormat format) {
        if (columns.containsKey(field)) {
            return columns.get(field);
        }
        boolean alpaca =
                format == DatasetFormat.ALPACA
                        || columns.containsKey("query")
                        || (columns.containsKey("response") && format == DatasetFormat.AUTO);
        if (alpaca && ALPACA.containsKey(field)) {
            return columns.getOrDefault(ALPACA.get(field), field);
        }
        return format == DatasetFormat.SHAREGPT && field.equals("conversations")
                ? columns.getOrDefault("messages", field)
                : field;
    }

    /** The field of a message that says who speaks. */
    String roleField(boolean shareGpt) {
        return tags.getOrDefault(ROLE, shareGpt ? "from" : "role");
    }

    /** The field of a message that says what is said. */
    String contentField(boolean shareGpt) {
        return tags.getOrDefault(CONTENT, shareGpt ? "value" : "content");
    }

    /** The usual name of a speaker where a tag names it; otherwise the name itself. */
    String speaker(String name) {
        return tags.entrySet().stream()
                .filter(tag -> SPEAKERS.containsKey(tag.getKey()) && tag.getValue().equals(name))
                .map(tag -> SPEAKERS.get(tag.getKey()))
                .findFirst()
                .orElse(name);
    }

    /** In a fixed order, for the hash of what depends on it. */
    String description() {
        return new TreeMap<>(columns) + (tags.isEmpty() ? "" : " " + new TreeMap<>(tags));
    }
}
