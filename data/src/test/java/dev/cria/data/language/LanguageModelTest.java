package dev.cria.data.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.testing.Shared;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LanguageModelTest {

    private final LanguageModel model = LanguageModel.shipped();

    @ParameterizedTest
    @CsvSource({
        "en, The llama grazes on the high plain and does not mind the rain.",
        "de, Das Lama weidet auf der Hochebene und der Regen stört es nicht.",
        "fr, Le lama broute sur le haut plateau et la pluie ne le dérange pas.",
        "es, Los niños juegan en la calle mientras sus padres preparan la comida.",
        "zh, 床前明月光，疑是地上霜。举头望明月，低头思故乡。",
        "zh, 這個模組提供了讀取設定檔的函式，請參閱說明文件。",
        "yue, 佢哋嘅屋企喺香港，今日冇人喺度。",
        "ja, ラマは高原で草を食べていて、雨を気にしません。",
        "ko, 라마는 높은 평원에서 풀을 뜯고 비를 신경 쓰지 않는다.",
        "ru, Лама пасётся на высокой равнине и не боится дождя.",
        "ar, ترعى اللاما في السهل المرتفع ولا تهتم بالمطر.",
        "hi, लामा ऊँचे मैदान में चरता है और उसे बारिश की परवाह नहीं।",
        "th, ลามากินหญ้าบนที่ราบสูงและไม่สนใจฝน",
    })
    void everydaySentencesAreRecognised(String code, String text) {
        assertEquals(code, model.guess(text).code());
    }

    @Test
    void whatHasNoLettersHasNoLanguage() {
        assertEquals(new LanguageGuess("", 0), model.guess("12 + 34 = 46 !!"));
        assertEquals(new LanguageGuess("", 0), model.guess(""));
    }

    @Test
    void aModelThatIsWrittenAndReadGuessesTheSame() throws IOException {
        LanguageTrainer trainer = new LanguageTrainer();
        trainer.add("en", true, List.of("the cat sat on the mat and the dog ran home"));
        trainer.add("de", false, List.of("die Katze saß auf der Matte und der Hund lief heim"));
        LanguageModel made = trainer.train();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        made.write(bytes);
        LanguageModel read = LanguageModel.read(new ByteArrayInputStream(bytes.toByteArray()));
        for (String text : List.of("the mat", "der Hund", "xyz", "a die the")) {
            assertEquals(made.guess(text), read.guess(text));
        }
        assertEquals("de", read.guess("und der Hund").code());
    }

    /** The last fifth of each declaration: the model has learnt from the first seven tenths. */
    @Test
    void heldOutDeclarationsInTheLanguagesOfFastTextAreRecognised() throws IOException {
        Map<String, String> declarations =
                Map.of(
                        "eng",
                        "en",
                        "deu_1996",
                        "de",
                        "fra",
                        "fr",
                        "spa",
                        "es",
                        "cmn_hans",
                        "zh",
                        "cmn_hant",
                        "zh",
                        "jpn",
                        "ja",
                        "kor",
                        "ko",
                        "rus",
                        "ru",
                        "arb",
                        "ar");
        int right = 0;
        int pieces = 0;
        for (JsonNode row : rows()) {
            String code = declarations.get(row.path("lang").asText());
            if (code == null) {
                continue;
            }
            String text = row.path("text").asText();
            for (int at = text.length() * 4 / 5; at + 100 <= text.length(); at += 100) {
                pieces++;
                right += model.guess(text.substring(at, at + 100)).code().equals(code) ? 1 : 0;
            }
        }
        assertTrue(pieces > 100, "pieces " + pieces);
        assertTrue(right >= 0.99 * pieces, right + " of " + pieces);
    }

    private static List<JsonNode> rows() throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        Files.newInputStream(
                                                Shared.path("data/text/udhr_langid.jsonl.gz"))),
                                StandardCharsets.UTF_8))) {
            List<JsonNode> rows = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(json.readTree(line));
            }
            return rows;
        }
    }
}
