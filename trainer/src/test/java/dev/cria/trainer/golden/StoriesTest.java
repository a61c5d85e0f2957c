package dev.cria.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.testing.Shared;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.AnswerListener;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A real trained Llama, with the story that its author published. */
final class StoriesTest {

    /** From doc/stories260K.md of karpathy/llama2.c, at temperature 0. */
    private static final String STORY =
            """
            Once upon a time, there was a little girl named Lily. She loved to play outside in the park. \
            One day, she saw a big, red ball. She wanted to play with it, but it was too high.
            Lily's mom said, "Lily, let's go to the park." Lily was sad and didn't know what to do. \
            She said, "I want to play with your ball, but I can't find it."
            Lily was sad and didn't know what to do. She said, "I'm sorry, Lily. \
            I didn't know what to do."
            Lily didn't want to help her mom, so she said, "I'm sorry, mom. \
            I didn't know what to do." Her mom said, "Don't worry, Lily. We can help you.""";

    @Test
    void tellsThePublishedStory() throws IOException {
        Path folder = Shared.path("models/stories260k");
        try (Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.load(engine, folder)) {
            int[] ids;
            try (GenerationEngine generation = new GenerationEngine(Policy.of(model))) {
                Request request = Request.of(new int[] {1}, 256).withStops(Set.of(1, 2), List.of());
                ids = generation.generate(request, AnswerListener.NONE).ids();
            }
            List<String> pieces = pieces(folder.resolve("tok512.bin"));
            String text =
                    Arrays.stream(ids).mapToObj(pieces::get).collect(Collectors.joining()).strip();
            assertEquals(STORY, text.substring(0, Math.min(text.length(), STORY.length())));
        }
    }

    /** llama2.c's vocabulary: a longest length, then score, length and bytes of each token. */
    private static List<String> pieces(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.getInt();
        List<String> pieces = new ArrayList<>();
        while (bytes.hasRemaining()) {
            bytes.getFloat();
            byte[] piece = new byte[bytes.getInt()];
            bytes.get(piece);
            String text = new String(piece, StandardCharsets.UTF_8);
            pieces.add(text.equals("<0x0A>") ? "\n" : text);
        }
        return pieces;
    }
}
