package dev.cria.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cria.data.SmallTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Our own encoder against Hugging Face's library. */
final class JavaBpeTest {

    private static final Path FILE = Path.of("tokenizer.json");

    /** What the alternatives of the pattern are made of, and what stands beside them. */
    private static final String[] PIECES = {
        "a",
        "The",
        " llama",
        "S",
        "ſ",
        "'s",
        "'LL",
        "'rE",
        "'",
        "''",
        "1",
        "23",
        "4567",
        "½",
        "٣",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\u00A0",
        "\u3000",
        "\u0085",
        "!",
        "?!",
        "...",
        "«",
        "—",
        "床前明月光",
        "，",
        "。",
        "é",
        "e\u0301",
        "🦙",
        "👩‍👩‍👧",
        "𠀀",
        "\u200B",
        "_",
        "<|eot_id|>",
        "\uD800",
    };

    private interface Encoders {
        void with(OrdinaryBpe own, OrdinaryBpe library);
    }

    private static void smallTokenizer(Encoders use) {
        encoders(
                TokenizerJsonText.of(SmallTokenizer.vocabulary()).getBytes(StandardCharsets.UTF_8),
                use);
    }

    private static void encoders(byte[] json, Encoders use) {
        TokenizerJson parsed = TokenizerJson.parse(json, FILE);
        try (OrdinaryBpe own = OrdinaryBpes.of(parsed, FILE);
                OrdinaryBpe library = new NativeBpe(parsed.ordinaryJson(), FILE)) {
            assertInstanceOf(JavaBpe.class, own);
            use.with(own, library);
        }
    }

    private static Random printedSeed() {
        long seed = Long.getLong("cria.seed", System.nanoTime());
        System.out.println("JavaBpeTest seed " + seed);
        return new Random(seed);
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(40);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(12) == 0) {
                text.appendCodePoint(random.nextInt(0x3000));
            } else {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }

    @Test
    void anyTextHasTheIdsThatTheLibraryGives() {
        Random random = printedSeed();
        smallTokenizer(
                (own, library) -> {
                    for (int i = 0; i < 20_000; i++) {
                        String text = randomText(random);
                        assertArrayEquals(library.encode(text), own.encode(text), text);
                    }
                });
    }

    @Test
    void everyCharacterIsCutFromItsNeighboursAsInTheLibrary() {
        smallTokenizer(
                (own, library) -> {
                    StringBuilder text = new StringBuilder();
                    for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
                        if (c == 0x33480) {
                            c = 0xE0000; // Nothing is assigned in between.
                        } else if (c == 0xE0200) {
                            c = 0x10FFF0;
                        } else if (c == Character.MIN_SURROGATE) {
                            c = Character.MAX_SURROGATE + 1;
                        }
                        text.append("ll").appendCodePoint(c).append("ll11").appendCodePoint(c);
                        text.append("11!!").appendCodePoint(c).append("!!");
                        if (text.length() > 20_000) {
                            assertSame(own, library, text.toString());
                            text.setLength(0);
                        }
                    }
                    assertSame(own, library, text.toString());
                });
    }

    private static void assertSame(OrdinaryBpe own, OrdinaryBpe library, String text) {
        int[] expected = library.encode(text);
        int[] ids = own.encode(text);
        int at = Arrays.mismatch(expected, ids);
        if (at >= 0) {
            throw new AssertionError("from token " + at + " on in " + text.substring(0, 40));
        }
    }

    @Test
    void longWordsAreMergedInTheSameOrder() {
        Random random = printedSeed();
        smallTokenizer(
                (own, library) -> {
                    for (int length : new int[] {90, 97, 500, 5_000}) {
                        StringBuilder word = new StringBuilder();
                        for (int i = 0; i < length; i++) {
                            word.append("thelamo床光".charAt(random.nextInt(9)));
                        }
                        assertSame(own, library, word.toString());
                    }
                });
    }

    @Test
    void theRealTokenizerGivesTheSameIdsForRealAndForRandomText() throws IOException {
        byte[] json = Files.readAllBytes(RealTokenizer.tokenizerJson());
        Random random = printedSeed();
        encoders(
                json,
                (own, library) -> {
                    for (int i = 0; i < 5_000; i++) {
                        String text = randomText(random);
                        assertArrayEquals(library.encode(text), own.encode(text), text);
                    }
                    assertSame(own, library, "床前明月光疑是地上霜举头望明月低头思故乡".repeat(40));
                    assertSame(
                            own, library, "=".repeat(3_000) + "\n".repeat(300) + "9".repeat(1_000));
                });
    }
}
