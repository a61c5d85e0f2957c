package dev.cria.data.chat;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.FormatTokens;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.jinja.Text;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A {@link ChatFormat} over the tokens of a tokenizer. Ids come from the text that the format
 * writes, as {@link MarkedTokens} encodes it: a message that spells a special token stays inside
 * its turn. An answer is encoded apart from what stands before it, since that is how it is
 * generated.
 */
public final class ChatTemplate {

    private final Tokenizer tokenizer;
    private final ChatFormat format;
    private final FormatTokens formatTokens;
    private final FormatEnds ends;

    /**
     * The format that the tokenizer was opened with, see {@link ChatTokenizer}; else that of Llama
     * 3.
     *
     * @throws UserException if the tokenizer lacks a special token of the format
     */
    public ChatTemplate(Tokenizer tokenizer) {
        this(tokenizer, ChatTokenizer.formatOf(tokenizer));
    }

    /**
     * A format over a tokenizer.
     *
     * @throws UserException if the tokenizer lacks a special token of the format
     */
    public ChatTemplate(Tokenizer tokenizer, ChatFormat format) {
        this.tokenizer = tokenizer;
        this.format = format;
        this.ends = FormatEnds.of(format, tokenizer);
        this.formatTokens = ends.formatTokens();
    }

    /** How conversations are written. */
    public ChatFormat format() {
        return format;
    }

    /** A conversation as a training example; see {@link #render(Conversation, String, TrainOn)}. */
    public TokenizedExample render(List<Message> messages) {
        return render(messages, "", TrainOn.ASSISTANT);
    }

    /** A conversation without tools as a training example. */
    public TokenizedExample render(List<Message> messages, String origin, TrainOn trainOn) {
        return render(Conversation.of(messages), origin, trainOn);
    }

    /**
     * A conversation as a training example. Tokens that carry loss count with the weight of their
     * message.
     *
     * @param origin file and row, for error messages
     * @param trainOn which parts carry loss
     * @throws UserException if the format cannot write the conversation
     */
    public TokenizedExample render(Conversation conversation, String origin, TrainOn trainOn) {
        try {
            Text text = format.text(conversation, false);
            Regions regions = Regions.of(format, conversation, text, trainOn);
            return regions.example(tokenizer, origin);
        } catch (UserException e) {
            throw origin.isEmpty() ? e : new UserException(origin + ": " + e.getMessage(), e);
        }
    }

    /** A conversation without tools up to where the assistant's next answer begins. */
    public int[] prompt(List<Message> messages) {
        return prompt(Conversation.of(messages));
    }

    /** A conversation up to where the assistant's next answer begins. */
    public int[] prompt(Conversation conversation) {
        return ids(format.text(conversation, true));
    }

    /** An assistant's answer as it continues a {@link #prompt}: content and end of turn. */
    public int[] answer(String content) {
        return continuation(List.of(new Message(Message.ASSISTANT, content)));
    }

    /** Messages as they continue any {@link #prompt}, in a format in which they do. */
    public int[] continuation(List<Message> messages) {
        Message question = new Message("user", "");
        return continuation(Conversation.of(List.of(question)), messages);
    }

    /**
     * Messages as they continue a {@link #prompt}. The first is the assistant's, whose header the
     * prompt has already.
     */
    public int[] continuation(Conversation prompt, List<Message> messages) {
        if (messages.isEmpty() || !messages.get(0).isAssistant()) {
            throw new IllegalArgumentException("a continuation begins with the assistant");
        }
        Text before = format.text(prompt, true);
        Text whole = format.text(prompt.with(messages), false);
        if (!whole.value().startsWith(before.value())) {
            throw new UserException(
                    "the chat template writes a question differently once it is answered; take"
                            + " chat_template: llama3 or llama3_1");
        }
        return ids(whole.substring(before.length(), whole.length()));
    }

    /** The tokens of this format, as they stand in answers. */
    public FormatTokens formatTokens() {
        return formatTokens;
    }

    /** The token that ends a turn. */
    public int endOfTurn() {
        return ends.endOfTurn();
    }

    /** All tokens that end what the assistant says. */
    public Set<Integer> stops() {
        return ends.stops();
    }

    /** The format of Llama 3 in the template language of transformers, llama.cpp and Ollama. */
    public static String jinja() {
        return ChatFormats.LLAMA3.jinja();
    }

    private int[] ids(Text text) {
        List<int[]> pieces = new ArrayList<>();
        for (Text piece : Regions.byAnswer(text)) {
            pieces.add(MarkedTokens.of(piece, tokenizer));
        }
        return pieces.stream().flatMapToInt(Arrays::stream).toArray();
    }
}
