package dev.cria.data.chat;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.FormatTokens;
import dev.cria.data.jinja.Text;
import dev.cria.data.tokenizer.Llama3Vocabulary;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;

/**
 * The special tokens by which a format ends turns and begins them, found in what it writes.
 *
 * @param endOfTurn ends an answer
 * @param stops all tokens that end what the assistant says
 * @param headers whether turns begin with Llama 3's headers
 */
record FormatEnds(int endOfTurn, Set<Integer> stops, boolean headers, Tokenizer tokenizer) {

    private static final String END_OF_MESSAGE = "<|eom_id|>";

    /**
     * @throws UserException if the tokenizer lacks a token that the format spells, or no token ends
     *     an answer
     */
    static FormatEnds of(ChatFormat format, Tokenizer tokenizer) {
        Conversation probe =
                Conversation.of(
                        List.of(new Message("user", "a"), new Message(Message.ASSISTANT, "b")));
        Text text = format.text(probe, false);
        requireTokens(format, text, tokenizer);
        int end = endOfTurn(format, text, tokenizer);
        Set<Integer> stops = new TreeSet<>(Set.of(end));
        tokenizer.tokenId(Llama3Vocabulary.END_OF_TEXT).ifPresent(stops::add);
        tokenizer.tokenId(END_OF_MESSAGE).ifPresent(stops::add);
        boolean headers = text.value().contains(Llama3Vocabulary.START_HEADER);
        return new FormatEnds(end, Set.copyOf(stops), headers, tokenizer);
    }

    private static void requireTokens(ChatFormat format, Text text, Tokenizer tokenizer) {
        Set<String> missing = new TreeSet<>();
        for (Text.Part part : text.parts()) {
            Matcher spelt = MarkedTokens.SPELLING.matcher(part.data() ? "" : part.text());
            while (spelt.find()) {
                if (tokenizer.specialAt(spelt.group(), 0) != spelt.group().length()) {
                    missing.add(spelt.group());
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new UserException(
                    "the tokenizer has no token %s, which the chat template %s writes; take the tokenizer of the template's model (of a Llama 3 model for llama3), or chat_template: plain"
                            .formatted(String.join(", ", missing), format.name()));
        }
    }

    private static int endOfTurn(ChatFormat format, Text text, Tokenizer tokenizer) {
        List<Text> pieces = Regions.byAnswer(text);
        Text said =
                pieces.stream()
                        .filter(piece -> piece.parts().get(0).answer() > 0)
                        .findFirst()
                        .orElse(Text.of(""));
        for (int i = said.parts().size() - 1; i >= 0; i--) {
            Text.Part part = said.parts().get(i);
            for (int at = part.text().length() - 1; !part.data() && at >= 0; at--) {
                int length = tokenizer.specialAt(part.text(), at);
                if (length > 0) {
                    return tokenizer.requireTokenId(part.text().substring(at, at + length));
                }
            }
        }
        throw new UserException(
                "the chat template "
                        + format.name()
                        + " ends the assistant's answers with no special token, so that a model"
                        + " would not learn to stop; take chat_template: llama3, llama3_1 or"
                        + " plain");
    }

    FormatTokens formatTokens() {
        if (!headers) {
            return new FormatTokens(Set.of(endOfTurn), -1, -1, 0);
        }
        return new FormatTokens(
                Set.of(endOfTurn),
                tokenizer.requireTokenId(Llama3Vocabulary.START_HEADER),
                tokenizer.requireTokenId(Llama3Vocabulary.END_HEADER),
                tokenizer.encodeOrdinary("\n\n").length);
    }
}
