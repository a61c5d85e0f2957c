package dev.cria.recipes.job.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.cria.checkpoints.gguf.Modelfile;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Message;
import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Ollama sends to the model is what the model was trained on. */
final class ModelfileTemplateTest {

    private static final List<List<Message>> CONVERSATIONS =
            List.of(
                    List.of(user("Hi.")),
                    List.of(new Message("system", "Be brief."), user("Who was Li Bai?")),
                    List.of(user("1 + 1?"), assistant("2"), user("And\n\n1 + 2?")),
                    List.of(
                            new Message("system", "你是诗人。"),
                            user("请背诵《静夜思》。"),
                            assistant("床前明月光，\n疑是地上霜。"),
                            user("{{ .Role }} and {% if x %}")),
                    List.of(
                            user("What is the weather?"),
                            assistant("{\"name\": \"weather\", \"parameters\": {}}"),
                            new Message("ipython", "{\"output\": \"rain\"}")));

    @Test
    void ollamasTemplateRendersConversationsToTheIdsOfTheChatTemplate() {
        try (Tokenizer tokenizer =
                Tokenizers.of(new BpeTrainer(512).train(Stream.of("the cat sat on the mat")))) {
            ChatTemplate chat = new ChatTemplate(tokenizer);
            for (List<Message> conversation : CONVERSATIONS) {
                int[] expected = chat.prompt(conversation);
                String rendered = new GoTemplate(Modelfile.template()).render(conversation);
                int[] ids =
                        IntStream.concat(
                                        IntStream.of(expected[0]),
                                        IntStream.of(tokenizer.encode(rendered)))
                                .toArray();
                assertArrayEquals(expected, ids, rendered);
            }
        }
    }

    private static Message user(String content) {
        return new Message("user", content);
    }

    private static Message assistant(String content) {
        return new Message("assistant", content);
    }
}
