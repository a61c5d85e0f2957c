package dev.cria.data.chat;

import dev.cria.data.jinja.Jinja;
import dev.cria.data.jinja.Text;
import dev.cria.data.tokenizer.Llama3Vocabulary;
import java.util.List;

/**
 * How a conversation is written, apart from any tokenizer. One text in Jinja is all: training and
 * generation render it, exports hold it. Named formats mark what the assistant says by {@code {%
 * generation %}}; in others it is found by {@link AnswerSpans}.
 */
public final class ChatFormat {

    /** The name of formats that come with a model. */
    public static final String MODEL = "model";

    private final String name;
    private final String source;
    private final Specials specials;
    private final TemplateSettings settings;
    private final Jinja template;
    private final boolean marked;
    private String fingerprint;

    /**
     * The tokens that a template is told.
     *
     * @param begin name of the token that begins a text; empty for none
     * @param end name of the token that ends a text; empty for none
     */
    public record Specials(String begin, String end) {

        /** Those of Llama 3. */
        public static final Specials LLAMA3 =
                new Specials(Llama3Vocabulary.BEGIN_OF_TEXT, Llama3Vocabulary.END_OF_TURN);
    }

    /**
     * A format.
     *
     * @param origin the file of the template, for messages
     * @throws dev.cria.checkpoints.UserException if the template cannot be read
     */
    ChatFormat(
            String name,
            String template,
            String origin,
            Specials specials,
            TemplateSettings settings) {
        this.name = name;
        this.source = settings.preamble() + template;
        this.specials = specials;
        this.settings = settings;
        this.template = Jinja.parse(source, origin);
        this.marked = Jinja.hasMarks(source);
    }

    /** The format that a model came with, by its template in Jinja. */
    public static ChatFormat ofModel(
            String template, String origin, Specials specials, TemplateSettings settings) {
        return new ChatFormat(MODEL, template, origin, specials, settings);
    }

    /** {@code llama3}, {@code llama3_1}, {@code plain}, or {@code model}. */
    public String name() {
        return name;
    }

    /** What was chosen. */
    public TemplateSettings settings() {
        return settings;
    }

    /** The tokens that the template is told. */
    Specials specials() {
        return specials;
    }

    /** The template as other programs read it: without marks that few of them know. */
    public String jinja() {
        return Jinja.withoutMarks(source);
    }

    /** The same in Go's template language, for Ollama; null where only {@link #jinja} is known. */
    public String goTemplate() {
        return GoTemplates.of(this);
    }

    /**
     * A conversation as text in which answers are numbered.
     *
     * @param opensAnswer whether the assistant's next turn begins at the end
     * @throws dev.cria.checkpoints.UserException if the template cannot render it
     */
    Text text(Conversation conversation, boolean opensAnswer) {
        Text text = raw(conversation, opensAnswer);
        return marked ? text : AnswerSpans.marked(this, conversation, text);
    }

    /** The same without numbers of answers that the template does not mark. */
    Text raw(Conversation conversation, boolean opensAnswer) {
        return template.render(Variables.of(this, conversation, opensAnswer));
    }

    /** Whether two formats write every conversation alike, as far as {@link Fingerprint} tells. */
    public boolean isAs(ChatFormat other) {
        return fingerprint().equals(other.fingerprint());
    }

    /** SHA-256 of what the format makes of a few conversations, in hexadecimal. */
    public synchronized String fingerprint() {
        fingerprint = fingerprint == null ? Fingerprint.of(this) : fingerprint;
        return fingerprint;
    }

    /** A conversation of words alone as text, for messages and documents. */
    public String shown(List<Message> messages) {
        return raw(Conversation.of(messages), false).value();
    }
}
