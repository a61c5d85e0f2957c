package dev.cria.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.CorruptFileException;
import dev.cria.data.SmallTokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TokenizerJsonTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path FILE = Path.of("tokenizer.json");
    private static final String ADDED =
            "\"added_tokens\":[{\"id\":7,\"content\":\"<s>\"},{\"id\":2,\"content\":\"b\"}]";
    private static final String BYTE_LEVEL = "\"pre_tokenizer\" : {\"type\":\"ByteLevel\"}";

    /** What must come out, made the long way: by changing the tree of the whole file. */
    private static JsonNode ordinary(String json, Set<String> added)
            throws JsonProcessingException {
        ObjectNode root = (ObjectNode) MAPPER.readTree(json);
        root.putArray("added_tokens");
        root.putNull("post_processor");
        root.putNull("truncation");
        root.putNull("padding");
        ((ObjectNode) root.path("model").path("vocab")).remove(added);
        return root;
    }

    @Test
    void theOrdinaryTokenizerIsTheFileWithoutItsSpecialTokens() throws JsonProcessingException {
        String json = TokenizerJsonText.of(SmallTokenizer.vocabulary());
        TokenizerJson parsed = parse(json);
        Set<String> added = parsed.table().added().keySet();
        assertEquals(256, added.size());
        assertEquals(ordinary(json, added), MAPPER.readTree(parsed.ordinaryJson()));
    }

    @Test
    void anyOrderOfKeysAndAnyValuesInThemGiveTheSame() throws JsonProcessingException {
        long seed = System.nanoTime();
        System.out.println("TokenizerJsonTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            String json = randomJson(random);
            TokenizerJson parsed = parse(json);
            assertEquals(
                    ordinary(json, parsed.table().added().keySet()),
                    MAPPER.readTree(parsed.ordinaryJson()),
                    () -> "seed " + seed + ": " + json);
        }
    }

    @Test
    void anAddedTokenHidesTheEntryOfItsName() {
        TokenTable table =
                parse(
                                "{%s,%s,\"model\":{\"vocab\":{\"a\":0,\"b\":1,\"c\":3}}}"
                                        .formatted(BYTE_LEVEL, ADDED))
                        .table();
        assertEquals(8, table.size());
        assertEquals(Map.of("<s>", 7, "b", 2), table.added());
        assertEquals(OptionalInt.of(2), table.idOf("b"));
        assertEquals(OptionalInt.of(3), table.idOf("c"));
        assertEquals(OptionalInt.empty(), table.idOf("d"));
        assertTrue(table.has(1));
        assertFalse(table.has(4));
        assertFalse(table.has(8));
        assertArrayEquals(new byte[] {'<', 's', '>'}, table.bytesOf(7));
    }

    @Test
    void damageAnywhereIsFoundThoughMergesAreNotKept() {
        String json = TokenizerJsonText.of(SmallTokenizer.vocabulary());
        int merges = json.indexOf("\"merges\"");
        assertRefused(json.substring(0, merges + 40), "not valid JSON");
        assertRefused(
                json.substring(0, merges + 20) + "\\x" + json.substring(merges + 20), "escape");
        assertRefused("[1, ", "not valid JSON");
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        bytes[merges + 40] = (byte) 0xFF;
        CorruptFileException error =
                assertThrows(CorruptFileException.class, () -> TokenizerJson.parse(bytes, FILE));
        assertTrue(error.getMessage().contains("not UTF-8"), error.getMessage());
    }

    @Test
    void idsThatAreNoIdsAreRefusedByName() {
        for (String id : List.of("-1", "10000000", "4294967296", "1.5", "\"1\"", "null", "[1]")) {
            assertRefused(
                    "{%s,\"model\":{\"vocab\":{\"q\":%s}}}".formatted(BYTE_LEVEL, id),
                    "token q has id");
        }
    }

    @Test
    void aByteOrderMarkAndSpaceAroundTheObjectAreLeftOut() throws JsonProcessingException {
        String json = "{%s,\"model\":{\"vocab\":{\"a\":0}}}".formatted(BYTE_LEVEL);
        TokenizerJson parsed = parse("\uFEFF \n" + json + " \n ");
        assertEquals('{', parsed.ordinaryJson().charAt(0));
        assertEquals(ordinary(json, Set.of()), MAPPER.readTree(parsed.ordinaryJson()));
    }

    @Test
    void twoBytesOfAByteOrderMarkAreNone() {
        byte[] json = "{\"model\":{\"vocab\":{}}}".getBytes(StandardCharsets.UTF_8);
        byte[] marked = new byte[json.length + 3];
        marked[0] = (byte) 0xEF;
        marked[1] = (byte) 0xBB;
        marked[2] = 'x';
        System.arraycopy(json, 0, marked, 3, json.length);
        CorruptFileException error =
                assertThrows(CorruptFileException.class, () -> TokenizerJson.parse(marked, FILE));
        assertTrue(error.getMessage().contains("not UTF-8"), error.getMessage());
    }

    @Test
    void whatIsThereTwiceOrFollowsTheObjectIsRefused() {
        String model = "\"model\":{%s\"vocab\":{\"a\":0%s}}";
        String json = "{%s,%s}".formatted(BYTE_LEVEL, model);
        assertRefused(json.formatted("", ",\"\\u0061\":1"), "\"a\" is there twice");
        assertRefused(json.formatted("\"vocab\":{},", ""), "\"vocab\" is there twice");
        assertRefused(
                "{%s,\"model\":{},%s}".formatted(BYTE_LEVEL, model.formatted("", "")),
                "\"model\" is there twice");
        assertRefused(json.formatted("", "") + "{}", "text follows the object");
    }

    @Test
    void aSmallFileCannotAskForALargeTable() {
        assertRefused(
                "{%s,\"model\":{\"vocab\":{\"q\":65536}}}".formatted(BYTE_LEVEL),
                "token q has id 65536, expected 0 to 65535");
    }

    private static TokenizerJson parse(String json) {
        return TokenizerJson.parse(json.getBytes(StandardCharsets.UTF_8), FILE);
    }

    private static void assertRefused(String json, String expected) {
        CorruptFileException error =
                assertThrows(CorruptFileException.class, () -> parse(json), json);
        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }

    private static String randomJson(Random random) {
        List<String> keys = new ArrayList<>(List.of(BYTE_LEVEL));
        for (String key : List.of("truncation", "padding", "post_processor", "version", "ü")) {
            if (random.nextBoolean()) {
                keys.add("\"%s\"%s:%s".formatted(key, space(random), value(random)));
            }
        }
        if (random.nextInt(4) > 0) {
            keys.add(ADDED);
        }
        List<String> model = new ArrayList<>(List.of("\"type\":\"BPE\""));
        model.add("\"vocab\"" + space(random) + ":" + vocabulary(random));
        model.add("\"merges\":[" + value(random) + "]");
        Collections.shuffle(model, random);
        keys.add("\"model\":{" + String.join(space(random) + ",", model) + "}");
        Collections.shuffle(keys, random);
        String joined = String.join(space(random) + "," + space(random), keys);
        return space(random) + "{" + joined + space(random) + "}";
    }

    private static String vocabulary(Random random) {
        List<String> entries = new ArrayList<>();
        for (String name : List.of("a", "b", "<s>", "é🦙", "\\u0062x", "\\u0063")) {
            if (random.nextBoolean()) {
                entries.add(
                        "\"%s\"%s:%s%d"
                                .formatted(name, space(random), space(random), random.nextInt(99)));
            }
        }
        Collections.shuffle(entries, random);
        return "{"
                + space(random)
                + String.join(space(random) + "," + space(random), entries)
                + space(random)
                + "}";
    }

    private static String value(Random random) {
        List<String> values =
                List.of(
                        "null",
                        "true",
                        "-12.5e3",
                        "0",
                        "\"\"",
                        "\"a \\\"q\\\" é🦙\"",
                        "{}",
                        "[ ]",
                        "{\"model\":{\"vocab\":{}},\"x\":[1,{\"padding\":2}]}",
                        "[[\"Ġ\",\"t\"], {\"k\":\"\\u0041\"} ]");
        return values.get(random.nextInt(values.size()));
    }

    private static String space(Random random) {
        return List.of("", "", " ", "\n\t", "\r\n  ").get(random.nextInt(5));
    }
}
