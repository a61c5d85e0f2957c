package dev.cria.data.safety.pii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PiiScannerTest {

    private static final PiiScanner ALL = new PiiScanner(EnumSet.allOf(PiiType.class));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write to {EMAIL:fred.w+x@mail.doc.ic.ac.uk}.",
                "邮箱{EMAIL:abc_1@qq.com}是我的",
                "<{EMAIL:13800138000@163.com}>, {EMAIL:a@b.museum}",
                "no a@b, no @name, no user@host.1, no x@y..z",
                "at {IPV4:8.8.8.8}, not 10.0.0.1 or 224.0.0.1 or 1.2.3.4.5 or v3.0.2.2 or 08.8.8.8",
                "[{IPV6:2a00:1450:4001:81b::200e}]:443, {IPV6:2001:4860:4860:0:0:0:0:8888}.",
                "not fe80::1, 2001:db8::1, 12:30:45, std::vector, 2001:: or dead::beef",
                "{PHONE:+44 (20) 7946 0958}, {PHONE:+1-650-253-0000} and {PHONE:+86 10 6552 9988} 3",
                "not +1 234, not 1+44207946, not +99 123 456 789",
                "手机{PHONE:13812345678}，{PHONE:138-1234-5678}；{PHONE:86 138 1234 5678}",
                "not 138123456789, 12812345678, 0.13812345678, order13812345678",
                "身份证{ID_CARD:34052419800101001X}，{ID_CARD:110101199003070038}。",
                "not 110101199003070039, 110101199013070038, 991010199003070038",
                "{BANK_CARD:4012888888881881}, {BANK_CARD:5555 5555 5555 4444}",
                "{BANK_CARD:3782-822463-10005} {BANK_CARD:6222021234567890128}",
                "not 4012888888881882, 1234567812345670, 0.4012888888881881",
            })
    void itemsAreFoundAndWhatLooksLikeThemIsNot(String marked) {
        StringBuilder again = new StringBuilder();
        String text = marked.replaceAll("\\{[A-Z0-9_]+:([^}]*)}", "$1");
        int behind = 0;
        for (Found item : ALL.scan(text)) {
            again.append(text, behind, item.start());
            again.append('{').append(item.type()).append(':').append(item.in(text)).append('}');
            behind = item.end();
        }
        assertEquals(marked, again.append(text.substring(behind)).toString());
    }

    @Test
    void whatIsMaskedOnceIsNotMaskedAgain() {
        long seed = 5;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String[] parts = {
            "a",
            "fred@doc.ic.ac.uk",
            "8.8.4.4",
            "+44 20 7946 0958",
            "2a00:1450::200e",
            "-",
            " ",
            "@",
            "34052419800101001X",
            "4012888888881881",
            "13812345678",
            ".",
            ":",
            "+",
            "邮",
            "1",
            "::"
        };
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            List<Found> found = ALL.scan(text.toString());
            for (int i = 1; i < found.size(); i++) {
                assertTrue(found.get(i - 1).end() <= found.get(i).start(), text::toString);
            }
        }
        String text = String.join(" , ", parts);
        for (Masks masks : Masks.values()) {
            Masking once = Masking.of(text, ALL, masks);
            assertEquals(6, once.counts().size());
            assertNotEquals(text, once.text());
            assertEquals(once.text(), Masking.of(once.text(), ALL, masks).text());
        }
    }

    @Test
    void anItemIsMaskedAlikeWhereverItStands() {
        String alone = Masking.of("fred@doc.ic.ac.uk", ALL, Masks.EXAMPLES).text();
        String behind = Masking.of("x@y.org fred@doc.ic.ac.uk", ALL, Masks.EXAMPLES).text();
        assertTrue(behind.endsWith(" " + alone), behind);
    }

    /** Quadratic time would take hours for these, not a moment. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "a.", "@", "a@", "a@a.", "1", "1.", "1 ", "+1", "1:", ":", "1-", "4111-"
            })
    void longRunsOfAnyOfItsCharactersTakeLinearTime(String part) {
        String text = part.repeat(2_000_000 / part.length());
        ALL.scan(text);
        DatatrovePii.emails(text);
        DatatrovePii.addresses(text);
    }
}
