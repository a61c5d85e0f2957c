package dev.cria.data.safety.pii;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.data.text.GoldenDatatrove;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against texts that datatrove 0.10 has masked, and against its expressions. */
final class DatatrovePiiTest {

    private static final Set<PiiType> BOTH = Set.of(PiiType.EMAIL, PiiType.IPV4);

    @ParameterizedTest
    @CsvSource({"en,400,16", "zh,150,8"})
    void everyTextIsMaskedAsByDatatrove(String language, int documents, int changed)
            throws IOException {
        List<JsonNode> rows = GoldenDatatrove.rows(language);
        assertEquals(documents, rows.size());
        int different = 0;
        for (JsonNode row : rows) {
            String text = row.get("text").asText();
            String masked = Masking.asDatatrove(text, BOTH).text();
            assertEquals(row.get("pii").asText(), masked, row.get("id").asText());
            different += masked.equals(text) ? 0 : 1;
        }
        assertEquals(changed, different);
    }

    @Test
    void addressesEndAndBeginWhereItsExpressionsDo() {
        assertEquals(
                List.of("[a@b.c]"), emails("[a@b.c]").stream().map(s -> "[" + s + "]").toList());
        assertEquals(List.of("a.b@c.d-e.f"), emails("x..a.b@c.d-e.f-.g"));
        assertEquals(List.of("c@d.e"), emails("a@b c@d.e."));
        assertEquals(List.of("a@b.c"), emails("a@b.c@d.e"));
        assertEquals(
                List.of("x@[1.2.3.4]", "x@[1.2.3.a-b:]"), emails("x@[1.2.3.4] x@[1.2.3.a-b:]"));
        assertEquals(List.of(), emails("邮箱abc@qq.com"));
        assertEquals(List.of("+def@qq.com"), emails("邮箱abc+def@qq.com"));
        assertEquals(List.of("c@qq.com"), emails("$-.c@qq.com"));
        assertEquals(List.of("34.5.6.78"), addresses("1934.5.6.789"));
        assertEquals(List.of(), addresses("10.1.1.1 08.8.8.8 192.168.0.1 1.2.3"));
        assertEquals(List.of("224.0.0.1"), addresses("224.0.0.1"));
    }

    private static List<String> emails(String text) {
        return DatatrovePii.emails(text).stream().map(found -> found.in(text)).toList();
    }

    private static List<String> addresses(String text) {
        return DatatrovePii.addresses(text).stream().map(found -> found.in(text)).toList();
    }
}
