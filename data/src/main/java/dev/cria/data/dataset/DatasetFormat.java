package dev.cria.data.dataset;

import dev.cria.checkpoints.UserException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the rows of a data set are laid out. */
public enum DatasetFormat {
    /** Whichever of the others the first row looks like. */
    AUTO("any of the following"),
    /** OpenAI's and TRL's conversations. */
    MESSAGES("{\"messages\": [{\"role\": \"user\", \"content\": \"...\"}, ...]}"),
    /** Stanford Alpaca's instructions; {@code system} and {@code history} are read if present. */
    ALPACA("{\"instruction\": \"...\", \"input\": \"...\", \"output\": \"...\"}"),
    /** ShareGPT's conversations; {@code system} is read if present. */
    SHAREGPT("{\"conversations\": [{\"from\": \"human\", \"value\": \"...\"}, ...]}"),
    /** Two answers to a prompt, each a text or a list of messages. */
    PREFERENCE("{\"prompt\": ..., \"chosen\": ..., \"rejected\": ...}"),
    /** An answer to a prompt, or a conversation, and whether it is good. */
    KTO("{\"prompt\": ..., \"completion\": ..., \"label\": true}"),
    /** A prompt and its answer, each a text or a list of messages; only the answer is learnt. */
    PROMPT_COMPLETION("{\"prompt\": ..., \"completion\": ...}"),
    /** Prompts with the answer that is known, if there is one; conversations are read too. */
    PROMPTS("{\"prompt\": ..., \"answer\": \"...\"}"),
    /** Plain text: a field {@code text} in each row, or a whole .txt or .md file. */
    TEXT("{\"text\": \"...\"}");

    private final String shape;

    DatasetFormat(String shape) {
        this.shape = shape;
    }

    /** What a row looks like, for messages to the user. */
    public String shape() {
        return shape;
    }

    /** The name in recipes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The format of a name in a recipe.
     *
     * @throws UserException if there is none
     */
    public static DatasetFormat of(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                new UserException(
                                        "format: '"
                                                + label
                                                + "' is unknown; expected one of "
                                                + labels()));
    }

    private static String labels() {
        return Arrays.stream(values()).map(DatasetFormat::label).collect(Collectors.joining(", "));
    }
}
