package dev.cria.trainer.generate.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.trainer.TinyModels;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.EngineSettings;
import dev.cria.trainer.generate.Finish;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.generate.Sampling;
import dev.cria.trainer.generate.TextForm;
import dev.cria.trainer.generate.TinyTokenizer;
import dev.cria.trainer.generate.TokenSet;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonFormTest {

    private static final JsonMapper STRICT =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final String PERSON =
            """
            {"type": "object", "required": ["name", "kind", "sizes"], "properties": {
              "name": {"type": "string", "minLength": 2, "maxLength": 9},
              "age": {"type": ["integer", "null"]},
              "kind": {"enum": ["a", "ab", 3, null]},
              "sizes": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 4},
              "inner": {"type": "object", "required": ["ok"], "properties": {
                "ok": {"type": "boolean"},
                "either": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "boolean"}}]}}}}}
            """;

    /** A model that knows nothing, at a temperature at which it says anything. */
    @ParameterizedTest
    @ValueSource(ints = {40, 120})
    void whateverTheModelSaysParsesAndFits(int maxNewTokens) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        try (Tokenizer tokenizer = TinyTokenizer.create();
                Engine engine = Engine.cpu();
                LlamaModel model = ModelLoader.random(engine, config(tokenizer), seed)) {
            TokenSpellings spellings = new TokenSpellings(tokenizer);
            Policy policy = Policy.of(model);
            Request request =
                    Request.of(new int[] {1, 2, 3}, maxNewTokens)
                            .withSamples(20)
                            .with(Sampling.at(2), seed);
            List<Request> requests =
                    List.of(
                            request.withForm(JsonForm.of(PERSON, spellings)),
                            request.withForm(JsonForm.any(spellings)),
                            request.withForm(JsonForm.of("{\"type\": \"object\"}", spellings)),
                            request.withForm(JsonForm.of("{\"type\": \"integer\"}", spellings))
                                    .withStops(Set.of(5), List.of()));
            try (GenerationEngine generation =
                    new GenerationEngine(
                            Map.of(GenerationEngine.MODEL, policy),
                            tokenizer,
                            EngineSettings.of(policy))) {
                List<List<Answer>> answers = generation.generateAll(requests);
                for (int i = 0; i < requests.size(); i++) {
                    for (Answer answer : answers.get(i)) {
                        JsonNode json = STRICT.readTree(answer.text());
                        switch (i) {
                            case 0 -> assertPerson(json);
                            case 1 -> assertFalse(json.isMissingNode(), answer.text());
                            case 2 -> assertTrue(json.isObject(), answer.text());
                            default -> assertTrue(json.isIntegralNumber(), answer.text());
                        }
                        if (i == 0 || i == 2) {
                            assertEquals(Finish.COMPLETE, answer.finish(), answer.text());
                        }
                    }
                    long different = answers.get(i).stream().map(Answer::text).distinct().count();
                    assertTrue(different > 10, "only " + different + " different answers");
                }
            }
        }
    }

    private static void assertPerson(JsonNode json) {
        String text = json.toString();
        assertTrue(json.isObject(), text);
        Set<String> known = Set.of("name", "age", "kind", "sizes", "inner");
        json.fieldNames().forEachRemaining(name -> assertTrue(known.contains(name), text));
        assertTrue(json.get("name").isTextual(), text);
        String name = json.get("name").asText();
        int length = name.codePointCount(0, name.length());
        assertTrue(length >= 2 && length <= 9, text);
        JsonNode age = json.get("age");
        assertTrue(age == null || age.isNull() || age.isIntegralNumber(), text);
        JsonNode kind = json.get("kind");
        boolean textual = kind.isTextual() && Set.of("a", "ab").contains(kind.asText());
        assertTrue(textual || kind.isNull() || kind.asInt() == 3, text);
        JsonNode sizes = json.get("sizes");
        assertTrue(sizes.isArray() && sizes.size() >= 2 && sizes.size() <= 4, text);
        sizes.forEach(size -> assertTrue(size.isNumber() && !Double.isInfinite(size.asDouble())));
        JsonNode inner = json.get("inner");
        if (inner != null) {
            assertTrue(inner.get("ok").isBoolean(), text);
            JsonNode either = inner.get("either");
            assertTrue(either == null || either.isTextual() || either.isArray(), text);
        }
    }

    /** The set of tokens is that of trying every token by itself. */
    @Test
    void tokensThatMayFollowAreThoseThatTheGrammarTakes() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (Tokenizer tokenizer = TinyTokenizer.create()) {
            TokenSpellings spellings = new TokenSpellings(tokenizer);
            for (int repeat = 0; repeat < 30; repeat++) {
                boolean any = repeat % 2 == 0;
                JsonForm form = any ? JsonForm.any(spellings) : JsonForm.of(PERSON, spellings);
                Form whole =
                        (any ? new Value.Any(JsonForm.DEPTH) : JsonSchema.parse(PERSON))
                                .then(Form.END);
                TextForm.State state = form.begin();
                StringBuilder said = new StringBuilder();
                for (int left = 60; left > 0 && !state.isClosed(left); left--) {
                    TokenSet allowed = state.next(left);
                    int[] all =
                            IntStream.range(0, tokenizer.vocabSize())
                                    .filter(allowed::contains)
                                    .toArray();
                    int[] choices = {all[random.nextInt(all.length)]};
                    for (int id = 0; id < tokenizer.vocabSize(); id++) {
                        assertEquals(
                                isTaken(whole, tokenizer.decodeBytes(new int[] {id}), left - 1),
                                allowed.contains(id),
                                () -> "after " + said);
                    }
                    byte[] bytes = tokenizer.decodeBytes(choices);
                    said.append(new String(bytes, StandardCharsets.ISO_8859_1));
                    state = state.after(choices[0]);
                    for (byte b : bytes) {
                        whole = whole.step(b & 0xff);
                    }
                    assertEquals(whole.shortest() == 0, state.isComplete());
                }
                assertTrue(state.isComplete(), said.toString());
            }
        }
    }

    private static boolean isTaken(Form form, byte[] bytes, int most) {
        // Special tokens of the tokenizer are spelt <|so|>, and never part of an answer.
        if (new String(bytes, StandardCharsets.UTF_8).startsWith("<|") && bytes.length > 4) {
            return false;
        }
        Form now = form;
        for (byte b : bytes) {
            now = now == null ? null : now.step(b & 0xff);
        }
        return now != null && now.shortest() <= most;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1.5e+07",
                "\"\\u00e9\\n\"",
                "[]",
                "[1, [true, null], {}]",
                "{\"a\":{\"b\": \"\"}}",
                "\"你好😀\"",
                "[ ]",
                "{ }",
                "123456789012345",
                "[\n  1,\n  2\n]"
            })
    void allKindsOfJsonAreTaken(String json) {
        Form form = new Value.Any(JsonForm.DEPTH).then(Form.END);
        for (byte b : json.getBytes(StandardCharsets.UTF_8)) {
            form = form.step(b & 0xff);
        }
        assertEquals(0, form.shortest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "+1",
                ".5",
                "1.",
                "1e",
                "[1,]",
                "{,}",
                "{\"a\"}",
                "{\"a\":1,}",
                "'a'",
                "nul1",
                " 1",
                "\"\\x\"",
                "\"\\ud800\"",
                "\"\n\"",
                "[1 2]",
                "{1:2}",
                "tru ",
                "\"a\"\""
            })
    void nothingElseIs(String json) {
        Form form = new Value.Any(JsonForm.DEPTH).then(Form.END);
        for (byte b : json.getBytes(StandardCharsets.UTF_8)) {
            form = form == null ? null : form.step(b & 0xff);
        }
        assertTrue(form == null || form.shortest() > 0, json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"strin\"}",
                "{\"type\": \"string\", \"pattern\": \"a+\"}",
                "{\"type\": \"object\", \"required\": [\"x\"], \"properties\": {\"y\": {}}}",
                "{\"type\": \"array\", \"minItems\": 3, \"maxItems\": 2}",
                "{\"enum\": []}",
                "{\"$ref\": \"#/x\"}",
                "[",
                "3"
            })
    void schemasThatAreNotUnderstoodAreRefused(String schema) {
        UserException refused = assertThrows(UserException.class, () -> JsonSchema.parse(schema));
        assertTrue(refused.getMessage().contains("JSON schema"), refused.getMessage());
    }

    @Test
    void sizesOfNestedListsDoNotOverflow() {
        String inner = "{\"type\": \"array\", \"minItems\": 1000000, \"items\": %s}";
        String schema = "true";
        for (int i = 0; i < 8; i++) {
            schema = inner.formatted(schema);
        }
        assertTrue(JsonSchema.parse(schema).shortest() >= 1 << 24);
    }

    @Test
    void typesNamedTwiceOnEveryLevelAreReadOnce() {
        String schema = "{\"type\": \"string\"}";
        for (int i = 0; i < 30; i++) {
            schema = "{\"type\": [\"array\", \"array\"], \"items\": " + schema + "}";
        }
        // Read twice on each level, this would not end.
        assertEquals(2, JsonSchema.parse(schema).shortest());
    }

    private static LlamaConfig config(Tokenizer tokenizer) {
        return TinyModels.config().toBuilder()
                .vocabSize(tokenizer.vocabSize())
                .maxPositionEmbeddings(512)
                .build();
    }
}
