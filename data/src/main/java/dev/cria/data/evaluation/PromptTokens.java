package dev.cria.data.evaluation;

import dev.cria.checkpoints.UserException;
import dev.cria.data.batch.Continuations;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Message;
import dev.cria.data.text.Space;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Questions as tokens, cut and joined as lm-evaluation-harness 0.4 does it ({@code
 * TemplateLM._encode_pair}, {@code HFLM._loglikelihood_tokens}): white space at the end of a prompt
 * belongs to what follows; tokens of the prompt are those of the prompt alone; what is too long
 * loses its beginning. The spelling of special tokens is ordinary text here.
 *
 * @param chat for a model that is asked as an assistant; null for one that continues texts
 * @param begin token that begins every text; null for none
 * @param alone token before a text that has no prompt
 * @param positions tokens that the model may see
 */
public record PromptTokens(
        Tokenizer tokenizer, ChatTemplate chat, Integer begin, int alone, int positions) {

    /**
     * The ways in which a question can go on.
     *
     * @throws UserException if a choice has no tokens of its own, or more than the model can see
     */
    public Continuations continuations(TaskItem item) {
        if (chat != null) {
            int[] asked = question(item.prompt());
            return continuations(
                    item,
                    asked,
                    item.choices(),
                    choice -> join(asked, tokenizer.encodeOrdinary(choice)));
        }
        String prompt = Space.stripEnd(item.prompt());
        String moved = item.prompt().substring(prompt.length());
        int[] context = prompt.isEmpty() ? new int[] {alone} : start(prompt);
        return continuations(
                item,
                context,
                item.continuations(),
                continuation ->
                        prompt.isEmpty()
                                ? join(context, tokenizer.encodeOrdinary(moved + continuation))
                                : start(prompt + moved + continuation));
    }

    private Continuations continuations(
            TaskItem item, int[] context, List<String> ends, Function<String, int[]> encode) {
        List<int[]> texts = new ArrayList<>();
        List<Integer> scored = new ArrayList<>();
        for (String end : ends) {
            int[] whole = encode.apply(end);
            int count = whole.length - context.length;
            if (count < 1 || count > positions) {
                throw new UserException(
                        "%s: the choice '%s' has %d tokens; the model can see %d"
                                .formatted(item.origin(), end, count, positions));
            }
            int[] joined = join(context, Arrays.copyOfRange(whole, context.length, whole.length));
            int from = Math.max(0, joined.length - positions - 1);
            texts.add(Arrays.copyOfRange(joined, from, joined.length));
            scored.add(count);
        }
        return new Continuations(texts, scored, item.origin());
    }

    /**
     * A prompt that the model continues itself, without its beginning where that leaves no room.
     */
    public int[] prompt(String text, int newTokens) {
        int[] ids = chat == null ? start(text) : question(text);
        int room = Math.max(1, positions - newTokens);
        return ids.length <= room ? ids : Arrays.copyOfRange(ids, ids.length - room, ids.length);
    }

    /** A text cut into windows in which each of its tokens is predicted once. */
    public List<Continuations> windows(TaskItem item) {
        int[] ids = tokenizer.encodeOrdinary(item.prompt());
        return RollingWindows.of(ids, alone, positions, item.origin());
    }

    private int[] question(String text) {
        return chat.prompt(List.of(new Message("user", text)));
    }

    private int[] start(String text) {
        int[] ids = tokenizer.encodeOrdinary(text);
        return begin == null ? ids : join(new int[] {begin}, ids);
    }

    private static int[] join(int[] first, int[] second) {
        return IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
    }
}
