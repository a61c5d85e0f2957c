package dev.cria.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.data.SmallTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BpeTrainerTest {

    @TempDir private Path temporary;

    @Test
    void theMostFrequentPairIsMergedFirstAndTiesGoToTheSmallerIds() {
        // Words and counts: "ab" 3 (pair a b: 3 + 2), "abc" 2, "xy" 2, "de" 2.
        BpeVocabulary vocabulary =
                new BpeTrainer(512 + 4).train(Stream.of("ab\nab\nab\nabc\nabc\nxy\nxy\nde\nde\n"));
        assertEquals(List.of("a b", "d e", "x y", "ab c"), vocabulary.merges());
        assertEquals(List.of("ab", "de", "xy", "abc"), vocabulary.tokens().subList(256, 260));
    }

    @Test
    void repeatedLettersAreCountedAsTheyMerge() {
        // "aaaa" becomes aa aa and then aaaa; "aaa" becomes aa a.
        BpeVocabulary vocabulary =
                new BpeTrainer(512 + 3).train(Stream.of("aaaa\naaaa\naaaa\naaa\naaa\n"));
        assertEquals(List.of("a a", "aa aa", "aa a"), vocabulary.merges());
    }

    @Test
    void theResultDoesNotDependOnTheOrderOfTheTextsOrOnTheThreads() {
        long seed = System.nanoTime();
        System.out.println("BpeTrainerTest seed " + seed);
        List<String> texts = new ArrayList<>(SmallTokenizer.TEXTS);
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(texts, new Random(seed + i));
            assertEquals(SmallTokenizer.vocabulary(), new BpeTrainer(600).train(texts.stream()));
        }
    }

    @Test
    void whatWasTrainedIsWrittenLoadedAndRoundTrips() throws Exception {
        Path folder = temporary.resolve("tokenizer");
        TokenizerFiles.writeFolder(folder, SmallTokenizer.vocabulary());
        try (Tokenizer tokenizer = Tokenizers.load(folder);
                Tokenizer inMemory = SmallTokenizer.open()) {
            assertEquals(600, tokenizer.vocabSize());
            assertEquals(inMemory.fingerprint(), tokenizer.fingerprint());
            assertEquals(344, tokenizer.requireTokenId("<|begin_of_text|>"));
            assertEquals(599, tokenizer.requireTokenId("<|reserved_special_token_247|>"));
            String text = "The llama's 床前明月光 🦙🏔️ naïve\r\n\t fin";
            int[] ids = tokenizer.encode(text);
            assertEquals(text, tokenizer.decode(ids));
            assertArrayEquals(ids, inMemory.encode(text));
            assertTrue(tokenizer.encode(" the llama").length <= 2);
        }
        var config = new ObjectMapper().readTree(folder.resolve("tokenizer_config.json").toFile());
        assertEquals("<|begin_of_text|>", config.path("bos_token").asText());
        assertTrue(Files.size(folder.resolve("chat_template.jinja")) > 0);
    }

    @Test
    void tooSmallAVocabularyAndTooLittleTextAreExplained() {
        assertThrows(UserException.class, () -> new BpeTrainer(511));
        UserException error =
                assertThrows(
                        UserException.class,
                        () -> new BpeTrainer(1000).train(Stream.of("abc abc")));
        assertTrue(error.getMessage().contains("set vocab_size to 514"), error.getMessage());
    }
}
