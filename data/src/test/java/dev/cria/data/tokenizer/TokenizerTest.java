package dev.cria.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.data.SmallTokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TokenizerTest {

    private final Tokenizer tokenizer = SmallTokenizer.open();

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void anyTextComesBackAsItWas() {
        long seed = System.nanoTime();
        System.out.println("TokenizerTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String text = randomText(random);
            assertEquals(text, tokenizer.decode(tokenizer.encode(text)), "seed " + seed);
            assertEquals(text, tokenizer.decode(tokenizer.encodeOrdinary(text)), "seed " + seed);
        }
    }

    @Test
    void specialTokensAreFoundOnlyWhereTheyMayBe() {
        int endOfTurn = tokenizer.requireTokenId("<|eot_id|>");
        int begin = tokenizer.requireTokenId("<|begin_of_text|>");
        assertArrayEquals(
                new int[] {begin, endOfTurn}, tokenizer.encode("<|begin_of_text|><|eot_id|>"));
        int[] ordinary = tokenizer.encodeOrdinary("a<|eot_id|>b<|begin_of_text|>");
        assertTrue(Arrays.stream(ordinary).allMatch(id -> id < 344), Arrays.toString(ordinary));
        assertEquals("a<|eot_id|>b<|begin_of_text|>", tokenizer.decode(ordinary));
    }

    @Test
    void textAroundSpecialTokensIsEncodedOnItsOwn() {
        int[] left = tokenizer.encodeOrdinary("The llama ");
        int[] right = tokenizer.encodeOrdinary(" the <|eot_i");
        int[] expected =
                IntStream.concat(
                                IntStream.concat(
                                        Arrays.stream(left),
                                        IntStream.of(tokenizer.requireTokenId("<|eot_id|>"))),
                                Arrays.stream(right))
                        .toArray();
        assertArrayEquals(expected, tokenizer.encode("The llama <|eot_id|> the <|eot_i"));
    }

    @Test
    void piecesOfACharacterJoinWhenDecodedAsBytes() {
        String text = "x🦙y";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : tokenizer.encode(text)) {
            bytes.writeBytes(tokenizer.decodeBytes(new int[] {id}));
        }
        assertEquals(text, bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void emptyTextHasNoTokensAndUnknownIdsShow() {
        assertEquals(0, tokenizer.encode("").length);
        assertEquals(0, tokenizer.encodeOrdinary("").length);
        assertEquals("\uFFFD\uFFFD", tokenizer.decode(new int[] {-1, 600}));
    }

    @Test
    void aLoneSurrogateBecomesTheReplacementCharacter() {
        assertEquals("a\uFFFDb", tokenizer.decode(tokenizer.encode("a\uD83Eb")));
        assertEquals("\uFFFD", tokenizer.decode(tokenizer.encodeOrdinary("\uDD99")));
    }

    @Test
    void manyThreadsMayEncodeAtOnce() {
        String text = String.join("\n", SmallTokenizer.TEXTS);
        int[] expected = tokenizer.encode(text);
        boolean same =
                IntStream.range(0, 200)
                        .parallel()
                        .allMatch(i -> Arrays.equals(expected, tokenizer.encode(text)));
        assertTrue(same);
    }

    @Test
    void aMissingTokenIsExplainedAndAClosedTokenizerIsABug() {
        UserException error =
                assertThrows(UserException.class, () -> tokenizer.requireTokenId("<|image|>"));
        assertTrue(error.getMessage().contains("<|image|>"));
        tokenizer.close();
        assertThrows(IllegalStateException.class, () -> tokenizer.encode("a"));
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(6)) {
                case 0 -> text.append((char) random.nextInt(128));
                case 1 -> text.append(" the");
                case 2 -> text.append((char) (0x4E00 + random.nextInt(0x5000)));
                case 3 -> text.append("<|eot_id|>", 0, random.nextInt(11));
                default -> text.appendCodePoint(randomCodePoint(random));
            }
        }
        return text.toString();
    }

    private static int randomCodePoint(Random random) {
        int point = random.nextInt(Character.MAX_CODE_POINT + 1);
        return point >= 0xD800 && point <= 0xDFFF ? 0x1F999 : point;
    }
}
