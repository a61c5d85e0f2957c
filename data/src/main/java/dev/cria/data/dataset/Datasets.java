package dev.cria.data.dataset;

import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.TrainOn;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.List;

/**
 * Reads data sets as tokenised examples, in the order of the file. Rows are parsed one after
 * another and tokenised by all cores.
 *
 * <p>All methods throw {@link dev.cria.checkpoints.UserException} with file and row where a row is
 * not as its format says, and where a file gives no example at all.
 */
public final class Datasets {

    private Datasets() {}

    /** Conversations for supervised fine-tuning: messages, alpaca or sharegpt. */
    public static Loaded<TokenizedExample> conversations(
            DatasetFile file, ChatTemplate template, TrainOn trainOn, LengthLimit limit) {
        return new Loader<TokenizedExample>(file, new ExampleLengths(limit))
                .load(
                        row -> {
                            var messages = Conversations.read(row);
                            return () -> List.of(template.render(messages, row.origin(), trainOn));
                        });
    }

    /** Preference pairs. */
    public static Loaded<PreferenceExample> preferences(
            DatasetFile file, ChatTemplate template, LengthLimit limit) {
        return new Loader<PreferenceExample>(file, new PairLengths(limit))
                .load(
                        row -> {
                            Preferences.Pair pair = Preferences.read(row);
                            return () -> List.of(tokenized(pair, template, row.origin()));
                        });
    }

    /**
     * Plain text for pretraining: beginning of text, the text, end of text; every token carries
     * loss. What is longer than {@code maxSeqLen} is cut into pieces.
     */
    public static Loaded<TokenizedExample> text(
            DatasetFile file, Tokenizer tokenizer, int maxSeqLen) {
        TextExamples examples = new TextExamples(tokenizer);
        LengthLimit limit = new LengthLimit(maxSeqLen, ExcessLength.ERROR);
        return new Loader<TokenizedExample>(file, new ExampleLengths(limit))
                .load(
                        row -> {
                            String text = row.text("text");
                            return () ->
                                    TextExamples.pieces(
                                            examples.framed(text), row.origin(), maxSeqLen);
                        });
    }

    private static PreferenceExample tokenized(
            Preferences.Pair pair, ChatTemplate template, String origin) {
        return new PreferenceExample(
                template.prompt(pair.prompt()),
                template.continuation(pair.chosen()),
                template.continuation(pair.rejected()),
                origin);
    }
}
