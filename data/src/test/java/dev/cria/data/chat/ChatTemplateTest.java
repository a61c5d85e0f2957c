package dev.cria.data.chat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChatTemplateTest {

    @Test
    void idsAndMasksAreThoseOfTransformers() throws IOException {
        byte[] golden = Files.readAllBytes(Shared.path("golden/sft-tokens.json"));
        JsonNode conversations = new ObjectMapper().readTree(golden);
        assertEquals(8, conversations.size());
        try (Tokenizer tokenizer = Tokenizers.load(Shared.path("golden/model-30"))) {
            ChatTemplate template = new ChatTemplate(tokenizer);
            for (JsonNode conversation : conversations) {
                TokenizedExample example = template.render(messages(conversation));
                assertArrayEquals(ints(conversation.path("input_ids")), example.ids());
                int[] mask =
                        IntStream.range(0, example.target().length)
                                .map(i -> example.target()[i] ? 1 : 0)
                                .toArray();
                assertArrayEquals(ints(conversation.path("assistant_masks")), mask);
            }
        }
    }

    private static List<Message> messages(JsonNode conversation) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : conversation.path("messages")) {
            messages.add(
                    new Message(message.path("role").asText(), message.path("content").asText()));
        }
        return messages;
    }

    private static int[] ints(JsonNode array) {
        return IntStream.range(0, array.size()).map(i -> array.get(i).intValue()).toArray();
    }
}
