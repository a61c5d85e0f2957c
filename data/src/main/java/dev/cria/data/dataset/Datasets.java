package dev.cria.data.dataset;

import dev.cria.checkpoints.UserException;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Conversation;
import dev.cria.data.chat.Message;
import dev.cria.data.chat.TrainOn;
import dev.cria.data.examples.PreferenceExample;
import dev.cria.data.examples.RankedExample;
import dev.cria.data.shard.ExampleSource;
import dev.cria.data.shard.StoredExample;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Data sets as sources of tokenised examples, in the order of the files. Rows are parsed one after
 * another and tokenised by all cores.
 *
 * <p>Reading throws {@link dev.cria.checkpoints.UserException} with file and row where a row is not
 * as its format says.
 */
public final class Datasets {

    private Datasets() {}

    /** Conversations for supervised fine-tuning: messages, alpaca, sharegpt, prompt_completion. */
    public static ExampleSource conversations(
            DatasetFiles files, Tokenizer tokenizer, TrainOn trainOn) {
        ChatTemplate template = new ChatTemplate(tokenizer);
        return new RowSource(
                "conversations, loss on " + trainOn,
                files,
                tokenizer,
                row -> {
                    Conversation conversation = Conversations.read(row);
                    return new ParallelTokenizing.Task(
                            characters(conversation.messages()),
                            () ->
                                    StoredExample.of(
                                            template.render(conversation, row.origin(), trainOn)));
                });
    }

    /** Preference pairs. */
    public static ExampleSource preferences(DatasetFiles files, Tokenizer tokenizer) {
        return answers("preference pairs", files, tokenizer, Preferences::read);
    }

    /** Preference pairs, or three answers where a row has an edited one. */
    public static ExampleSource rankings(DatasetFiles files, Tokenizer tokenizer) {
        ChatTemplate template = new ChatTemplate(tokenizer);
        return new RowSource(
                "ranked answers",
                files,
                tokenizer,
                row -> {
                    Rankings.Ranking ranking = Rankings.read(row);
                    long characters = characters(ranking.prompt().messages());
                    for (List<Message> answer : ranking.answers()) {
                        characters += characters(answer);
                    }
                    return new ParallelTokenizing.Task(
                            characters,
                            () -> StoredExample.of(tokenized(ranking, template, row.origin())));
                });
    }

    /**
     * Answers that are good or bad. A row with one answer gives a pair of which the other one is
     * empty.
     */
    public static ExampleSource judgements(DatasetFiles files, Tokenizer tokenizer) {
        return answers("good and bad answers", files, tokenizer, Judgements::read);
    }

    private static ExampleSource answers(
            String kind,
            DatasetFiles files,
            Tokenizer tokenizer,
            Function<Row, Preferences.Pair> read) {
        ChatTemplate template = new ChatTemplate(tokenizer);
        return new RowSource(
                kind,
                files,
                tokenizer,
                row -> {
                    Preferences.Pair pair = read.apply(row);
                    return new ParallelTokenizing.Task(
                            characters(pair.prompt().messages())
                                    + characters(pair.chosen())
                                    + characters(pair.rejected()),
                            () -> StoredExample.of(tokenized(pair, template, row.origin())));
                });
    }

    /**
     * Plain text for pretraining: beginning of text, the text, end of text; every token but the
     * first carries loss. A path may be a folder; kinds of files as {@link
     * dev.cria.data.source.DocumentReader} reads them.
     *
     * @param badRowLimit unreadable rows of a file before giving up
     */
    public static ExampleSource texts(DatasetFiles files, Tokenizer tokenizer, int badRowLimit) {
        return TextSource.of(files, tokenizer, badRowLimit);
    }

    private static long characters(List<Message> messages) {
        return messages.stream().mapToLong(message -> message.content().length()).sum();
    }

    private static PreferenceExample tokenized(
            Preferences.Pair pair, ChatTemplate template, String origin) {
        return named(
                origin,
                () ->
                        new PreferenceExample(
                                template.prompt(pair.prompt()),
                                answer(pair.prompt(), pair.chosen(), template),
                                answer(pair.prompt(), pair.rejected(), template),
                                origin));
    }

    private static RankedExample tokenized(
            Rankings.Ranking ranking, ChatTemplate template, String origin) {
        return named(
                origin,
                () ->
                        new RankedExample(
                                template.prompt(ranking.prompt()),
                                ranking.answers().stream()
                                        .map(answer -> answer(ranking.prompt(), answer, template))
                                        .toList(),
                                origin));
    }

    private static int[] answer(
            Conversation prompt, List<Message> messages, ChatTemplate template) {
        return messages.isEmpty() ? new int[0] : template.continuation(prompt, messages);
    }

    /** What a template cannot write is told with the row. */
    static <T> T named(String origin, Supplier<T> written) {
        try {
            return written.get();
        } catch (UserException e) {
            throw new UserException(origin + ": " + e.getMessage(), e);
        }
    }
}
