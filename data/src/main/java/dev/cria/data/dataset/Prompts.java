package dev.cria.data.dataset;

import dev.cria.checkpoints.UserException;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Conversation;
import dev.cria.data.chat.Message;
import dev.cria.data.chat.PromptConversation;
import dev.cria.data.examples.CodeTests;
import dev.cria.data.examples.PromptExample;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads prompts, with the answer that is known where there is one: {@code prompt} or {@code
 * question} with {@code answer} or {@code reference}; a conversation, whose last answer of the
 * assistant is the reference; alpaca's instruction with its output; a question with {@link
 * Choices}, whose letter is the reference. A row may have {@code tests} of the program that it asks
 * for, a list of statements in Python, with {@code entry_point} or without; or {@code entry_point}
 * and {@code test}, as HumanEval's rows have.
 */
public final class Prompts {

    private Prompts() {}

    /**
     * All prompts of a data set, in the order of the files.
     *
     * @throws UserException with file and row where one is not as expected
     */
    public static List<PromptExample> read(DatasetFiles files, Tokenizer tokenizer) {
        return conversations(files, tokenizer).stream().map(PromptConversation::prompt).toList();
    }

    /** The same, with what was said. */
    public static List<PromptConversation> conversations(DatasetFiles files, Tokenizer tokenizer) {
        ChatTemplate template = new ChatTemplate(tokenizer);
        List<PromptConversation> prompts = new ArrayList<>();
        new DatasetRows(files.as(DatasetFormat.PROMPTS))
                .forEach(row -> prompts.add(read(row, template)));
        return prompts;
    }

    private static PromptConversation read(Row row, ChatTemplate template) {
        List<Message> messages = messages(row);
        String reference =
                Choices.in(row)
                        ? Choices.right(row)
                        : row.optionalScalar(row.firstOf("reference", "answer"));
        int last = messages.size() - 1;
        if (messages.get(last).isAssistant()) {
            reference = reference.isEmpty() ? messages.get(last).content() : reference;
            messages = messages.subList(0, last);
            last--;
        }
        if (last < 0) {
            throw row.wrong("prompt", "is absent");
        }
        Conversation asked = new Conversation(messages, Conversations.tools(row));
        return new PromptConversation(
                new PromptExample(
                        Datasets.named(row.origin(), () -> template.prompt(asked)),
                        messages.get(last).content(),
                        reference,
                        code(row),
                        row.origin()),
                List.copyOf(messages));
    }

    private static CodeTests code(Row row) {
        String entryPoint = row.optionalText("entry_point");
        if (row.has("tests")) {
            List<String> tests =
                    row.list("tests").stream().map(test -> row.text(test, "tests")).toList();
            return new CodeTests("", entryPoint, tests);
        }
        return row.has("test") && !entryPoint.isEmpty()
                ? CodeTests.ofHumanEval(row.text("prompt"), entryPoint, row.text("test"))
                : CodeTests.NONE;
    }

    /** What the user says last. */
    static String lastOfUser(Row row) {
        List<Message> messages = messages(row);
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (!messages.get(i).isAssistant()) {
                return messages.get(i).content();
            }
        }
        throw row.wrong("prompt", "is absent");
    }

    private static List<Message> messages(Row row) {
        List<Message> messages = new ArrayList<>();
        if (Choices.in(row)) {
            messages.add(new Message("user", Choices.question(row)));
        } else if (row.has("messages")) {
            messages.addAll(Conversations.messages(row));
        } else if (row.has("conversations")) {
            messages.addAll(Conversations.shareGpt(row));
        } else if (row.has("instruction")) {
            messages.addAll(Conversations.alpacaPrompt(row));
            if (row.has("output")) {
                messages.add(new Message(Conversations.ASSISTANT, row.text("output")));
            }
        } else {
            messages.addAll(Preferences.prompt(row));
        }
        return messages;
    }
}
