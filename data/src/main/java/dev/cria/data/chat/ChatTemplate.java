package dev.cria.data.chat;

import dev.cria.data.batch.FormatTokens;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.tokenizer.Llama3Vocabulary;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The conversation format of Llama 3: beginning of text, then for each message a header with its
 * role, an empty line, the trimmed content and the end of turn. The assistant's content and its end
 * of turn carry loss, headers do not.
 *
 * <p>Ids are put together directly. Content is encoded as ordinary text, so that a message that
 * spells a special token stays inside its turn. For all other content the ids equal those of the
 * rendered {@link #jinja} text: after the trimming no token spans the empty line and the content.
 *
 * <p>Source: {@code ChatFormat} in {@code llama3/tokenizer.py} of meta-llama/llama3.
 */
public final class ChatTemplate {

    /** Consecutive ids, whether the assistant says them, and the weight of their turn. */
    private record Piece(int[] ids, boolean answer, float weight) {}

    private final Tokenizer tokenizer;
    private final int beginOfText;
    private final int startHeader;
    private final int endHeader;
    private final int endOfTurn;
    private final int[] emptyLine;

    /**
     * @throws dev.cria.checkpoints.UserException if the tokenizer lacks a special token of Llama 3
     */
    public ChatTemplate(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        beginOfText = tokenizer.requireTokenId(Llama3Vocabulary.BEGIN_OF_TEXT);
        startHeader = tokenizer.requireTokenId(Llama3Vocabulary.START_HEADER);
        endHeader = tokenizer.requireTokenId(Llama3Vocabulary.END_HEADER);
        endOfTurn = tokenizer.requireTokenId(Llama3Vocabulary.END_OF_TURN);
        emptyLine = tokenizer.encodeOrdinary("\n\n");
    }

    /** A conversation as a training example; see {@link #render(List, String, TrainOn)}. */
    public TokenizedExample render(List<Message> messages) {
        return render(messages, "", TrainOn.ASSISTANT);
    }

    /**
     * A conversation as a training example. Tokens that carry loss count with the weight of their
     * message.
     *
     * @param origin file and row, for error messages
     * @param trainOn which parts carry loss
     */
    public TokenizedExample render(List<Message> messages, String origin, TrainOn trainOn) {
        List<Piece> pieces = pieces(messages);
        int[] ids = join(pieces);
        float[] weights = new float[ids.length];
        int end = ids.length;
        boolean last = true;
        for (int i = pieces.size() - 1; i >= 0; i--) {
            Piece piece = pieces.get(i);
            int start = end - piece.ids().length;
            boolean answer = piece.answer() && (last || trainOn == TrainOn.ASSISTANT);
            boolean learnt = answer || trainOn == TrainOn.ALL;
            Arrays.fill(weights, start, end, learnt ? piece.weight() : 0);
            last &= !piece.answer();
            end = start;
        }
        weights[0] = 0;
        return new TokenizedExample(ids, weights, origin);
    }

    /** A conversation up to where the assistant's next answer begins. */
    public int[] prompt(List<Message> messages) {
        List<Piece> pieces = pieces(messages);
        pieces.add(new Piece(header(Message.ASSISTANT), false, 1));
        return join(pieces);
    }

    /** An assistant's answer as it continues a {@link #prompt}: content and end of turn. */
    public int[] answer(String content) {
        int[] ids = tokenizer.encodeOrdinary(Whitespace.trim(content));
        int[] answer = Arrays.copyOf(ids, ids.length + 1);
        answer[ids.length] = endOfTurn;
        return answer;
    }

    /**
     * Messages as they continue a {@link #prompt}. The first is the assistant's, whose header the
     * prompt has already.
     */
    public int[] continuation(List<Message> messages) {
        if (messages.isEmpty() || !messages.get(0).isAssistant()) {
            throw new IllegalArgumentException("a continuation begins with the assistant");
        }
        List<Piece> pieces = pieces(messages);
        return join(pieces.subList(2, pieces.size()));
    }

    /** The tokens of this format, as they stand in answers. */
    public FormatTokens formatTokens() {
        return new FormatTokens(Set.of(endOfTurn), startHeader, endHeader, emptyLine.length);
    }

    /** The token that ends a turn. */
    public int endOfTurn() {
        return endOfTurn;
    }

    /** The same format in the template language of transformers, llama.cpp and Ollama. */
    public static String jinja() {
        return Llama3Vocabulary.chatTemplate();
    }

    private List<Piece> pieces(List<Message> messages) {
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece(new int[] {beginOfText}, false, 1));
        for (Message message : messages) {
            float weight = message.weight();
            pieces.add(new Piece(header(message.role()), false, weight));
            pieces.add(new Piece(answer(message.content()), message.isAssistant(), weight));
        }
        return pieces;
    }

    private int[] header(String role) {
        int[] name = tokenizer.encodeOrdinary(role);
        return concat(new int[] {startHeader}, name, new int[] {endHeader}, emptyLine);
    }

    private static int[] join(List<Piece> pieces) {
        return concat(pieces.stream().map(Piece::ids).toArray(int[][]::new));
    }

    private static int[] concat(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }
}
