package dev.cria.trainer.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StopTextTest {

    /** What a listener is told. */
    private static final class Heard implements AnswerListener {
        private final StringBuilder text = new StringBuilder();
        private final List<Integer> ids = new ArrayList<>();
        private final List<String> pieces = new ArrayList<>();

        @Override
        public void token(int sample, int id) {
            ids.add(id);
        }

        @Override
        public void text(int sample, String more) {
            text.append(more);
            pieces.add(more);
        }

        int[] array() {
            return ids.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    private static AnswerText feed(Tokenizer tokenizer, Heard heard, String text, String... stops) {
        AnswerText answer = AnswerText.of(tokenizer, List.of(stops), heard);
        for (int id : tokenizer.encodeOrdinary(text)) {
            if (answer.append(new Choice(id, 0, List.of()))) {
                break;
            }
        }
        answer.end();
        return answer;
    }

    @Test
    void stopsAreFoundAcrossTokensAndNeverShown() {
        try (Tokenizer tokenizer = TinyTokenizer.create()) {
            String text = "It was a bright cold day in April, and the clocks were striking";
            for (int from = 1; from < text.length(); from++) {
                for (int length = 1; length < 12 && from + length <= text.length(); length++) {
                    String stop = text.substring(from, from + length);
                    Heard heard = new Heard();
                    AnswerText answer = feed(tokenizer, heard, text, stop, "never");
                    String expected = text.substring(0, text.indexOf(stop));
                    assertEquals(expected, answer.text());
                    assertEquals(expected, heard.text.toString());
                    assertEquals(heard.ids.size(), answer.keptTokens());
                    assertTrue(expected.startsWith(tokenizer.decode(heard.array())));
                }
            }
        }
    }

    @Test
    void whatOnlyBeginsLikeAStopIsShownLater() {
        try (Tokenizer tokenizer = TinyTokenizer.create()) {
            Heard heard = new Heard();
            AnswerText answer = feed(tokenizer, heard, "the clocks the clock", "the clock!");
            assertEquals("the clocks the clock", answer.text());
            assertEquals(answer.text(), heard.text.toString());
        }
    }

    @Test
    void piecesAreWholeCharacters() {
        try (Tokenizer tokenizer = TinyTokenizer.create()) {
            Heard heard = new Heard();
            feed(tokenizer, heard, "Löwe 你好世界 😀 é", "no such text");
            assertEquals("Löwe 你好世界 😀 é", heard.text.toString());
            heard.pieces.forEach(piece -> assertFalse(piece.contains("\ufffd"), piece));
        }
    }

    @Test
    void anAnswerEndsAtAStopText() {
        try (Tokenizer tokenizer = TinyTokenizer.create();
                Engine engine = Engine.cpu();
                LlamaModel model =
                        ModelLoader.random(
                                engine,
                                TinyModels.config().toBuilder()
                                        .vocabSize(tokenizer.vocabSize())
                                        .build(),
                                8)) {
            Policy policy = Policy.of(model);
            try (GenerationEngine generation =
                    new GenerationEngine(
                            Map.of(GenerationEngine.MODEL, policy),
                            tokenizer,
                            EngineSettings.of(policy))) {
                Request free =
                        Request.of(new int[] {5, 6, 7}, 60).with(Sampling.at(1), 3).withLogProbs(1);
                Answer whole = generation.generate(free, AnswerListener.NONE);
                String first = tokenizer.decode(Arrays.copyOfRange(whole.ids(), 30, 33));
                int at = whole.text().indexOf(first);
                Heard heard = new Heard();
                Answer stopped =
                        generation.generate(free.withStops(Set.of(), List.of(first)), heard);
                assertEquals(Finish.STOP_TEXT, stopped.finish());
                assertEquals(whole.text().substring(0, at), stopped.text());
                assertEquals(stopped.text(), heard.text.toString());
                assertArrayEquals(stopped.ids(), heard.array());
                assertArrayEquals(Arrays.copyOf(whole.ids(), stopped.ids().length), stopped.ids());
                assertEquals(stopped.ids().length, stopped.logProbs().length);
                assertEquals(stopped.ids().length, stopped.top().size());
            }
        }
    }
}
