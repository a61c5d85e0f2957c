package dev.cria.data.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected was rendered by Jinja 3.1.6 as transformers sets it up. */
final class JinjaTest {

    private static final String DATA =
            "{\"s\": \" a b \", \"l\": [3, 1, 2], \"m\": {\"k\": \"v\", \"n\": 1.0, \"z\": null},"
                    + " \"t\": true, \"msgs\": [{\"role\": \"user\", \"content\": \"x\"},"
                    + " {\"role\": \"assistant\", \"content\": \"y\"}]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "{{ s | trim }}|{{ s.strip() | upper }} ¦ a b|A B",
                "{{ l[1:] }}{{ l[::-1] }}{{ l[-1] }}{{ 'abc'[:-1] }} ¦ [1, 2][2, 1, 3]2ab",
                "{{ m }}{{ m | tojson }} ¦ {'k': 'v', 'n': 1.0, 'z': None}{\"k\": \"v\", \"n\": 1.0, \"z\": null}",
                "{{ m.k ~ 1 ~ none ~ t }} ¦ v1NoneTrue",
                "{{ 'é\\n\"' | tojson }} ¦ \"é\\n\\\"\"",
                "{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ 2 ** 3 }} {{ 6 / 4 }} {{ 1e20 }} ¦ 3 -4 1 8 1.5 1e+20",
                "{% for k, v in m | items %}{{ loop.index0 }}{{ k }}{% if not loop.last %},{% endif %}{% endfor %} ¦ 0k,1n,2z",
                "{% set ns = namespace(n=0) %}{% for i in l if i > 1 %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }} ¦ 5",
                "{% set x = 1 %}{% for i in l %}{% set x = 2 %}{% endfor %}{{ x }} ¦ 1",
                "{{ msgs | map(attribute='role') | join('+') }} ¦ user+assistant",
                "{{ (msgs | selectattr('role', 'equalto', 'user') | list)[0].content }} ¦ x",
                "{{ l | reject('equalto', 3) | list | length }} ¦ 2",
                "{{ absent is defined }}{{ m.absent is defined }}{{ m.k is string }}{{ l is iterable }} ¦ FalseFalseTrueTrue",
                "{{ 'yes' if 1 in l and not 9 in l else 'no' }}{{ 1 < 2 < 3 }} ¦ yesTrue",
                "{% macro f(a, b='d') %}[{{ a }}{{ b }}]{% endmacro %}{{ f(1) ~ f(1, b=2) }} ¦ [1d][12]",
                "{% set c %}a{{ 1 }}{% endset %}{{ c * 2 }} ¦ a1a1",
                "{{ 'a,b,c'.split(',', 1) }}{{ 'a,b,c'.rsplit(',', 1)[0] }} ¦ ['a', 'b,c']a,b",
                "{{ 'x' 'y' ~ \"it's\" }}{{ [\"it's\"] }} ¦ xyit's[\"it's\"]",
                "{% for i in range(5) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %} ¦ 02",
                "{{ absent | default('d') }}{{ '' | default('e', true) }}{{ absent }} ¦ de",
                "{% raw %}{{ x }}{% endraw %}{# no #}! ¦ {{ x }}!",
                "{{ l | sort | first }}{{ l | max }}{{ l | sum }}{{ 'b' | replace('b', 'cc') }} ¦ 136cc",
            })
    void rendersAsJinjaDoes(String template, String expected) {
        assertEquals(expected, rendered(template));
    }

    @Test
    void whiteSpaceIsKeptAsTransformersKeepsIt() {
        String template = "a\n  {% if t %}\n b {{- s -}} \n c\n\t{# x #}\n  {% endif %}\n{{ 1 }}\n";
        assertEquals("a\n b a b c\n1", rendered(template));
        assertEquals("a  x\n", rendered("a {%+ if t +%} x\n{% endif %}\n"));
    }

    @Test
    void jsonIsIndentedAsPythonIndentsIt() {
        assertEquals(
                "{\n  \"k\": \"v\",\n  \"n\": 1.0,\n  \"z\": null\n}|[]|{\n  \"a\": []\n}",
                rendered(
                        "{{ m | tojson(indent=2) }}|{{ [] | tojson(indent=2) }}|{{ {'a': []} | tojson(indent=2) }}"));
    }

    @Test
    void trimTakesWhatPythonTakes() {
        Map<String, Object> given = new HashMap<>();
        given.put("s", Text.data("\u001C\u3000\u0085\u00A0 \na\u200Bb\u2028\t"));
        assertEquals("a\u200Bb", Jinja.parse("{{ s | trim }}", "t").render(given).value());
    }

    @Test
    void dataStaysDataWhateverIsDoneToIt() {
        String template =
                "<a>{{ s | trim + '<b>' }}{{ m | tojson }}{{ s.split('b')[0] | upper }}"
                        + "{% set x %}<c>{{ m.k }}{% endset %}{{ x | replace('v', '<d>') }}{{ 'n' ~ m.k }}";
        StringBuilder data = new StringBuilder();
        for (Text.Part part : Jinja.parse(template, "t").render(variables()).parts()) {
            data.append(part.data() ? "[" + part.text() + "]" : part.text());
        }
        assertEquals(
                "<a>[a b]<b>{\"[k]\": \"[v]\", \"[n]\": 1.0, \"[z]\": null}[ A ]<c><d>n[v]",
                data.toString());
    }

    @Test
    void answersAreNumbered() {
        String template =
                "{% for m in msgs %}{{ m.role }}:{% generation %}{{ m.content }};{% endgeneration %}{% endfor %}";
        StringBuilder answers = new StringBuilder();
        for (Text.Part part : Jinja.parse(template, "t").render(variables()).parts()) {
            answers.append(part.answer()).append(part.text()).append(' ');
        }
        assertEquals("0user 0: 1x 1; 0assistant 0: 2y 2; ", answers.toString());
    }

    @Test
    void theClockStands() {
        Map<String, Object> given = new HashMap<>();
        given.put("strftime_now", Jinja.clock(LocalDate.of(2024, 7, 6)));
        String template = "{{ strftime_now('%d %b %Y, %B %-') }}";
        assertThrows(JinjaException.class, () -> Jinja.parse(template, "t").render(given));
        String known = "{{ strftime_now('%d %b %Y %H:%M %%') }}";
        assertEquals("06 Jul 2024 00:00 %", Jinja.parse(known, "t").render(given).value());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "a{% if t %} ¦ line 1: expected 'endif'",
                "{{ s | shout }} ¦ line 1: there is no filter 'shout'",
                "{{ s is loud }} ¦ line 1: there is no test 'loud'",
                "{% include 'x' %} ¦ line 1: 'include' is not part of chat templates",
                "{% endif %} ¦ line 1: 'endif' ends nothing that was begun",
                "{{ ( }} ¦ line 1: a tag has no end '}}'",
                "{{ 1 + }} ¦ line 1: expected a value, found '}}'",
                "{{ 'abc ¦ line 1: a string has no end '",
                "{{ absent.x }} ¦ line 1: 'absent' is undefined",
                "{{ 'a' + 1 }} ¦ line 1: '+' between a text and a whole number is not possible",
                "{{ raise_exception('no ' ~ s) }} ¦ line 1: the template refuses the conversation: no  a b",
                "{{ 1 // 0 }} ¦ line 1: division by zero",
                "{{ s() }} ¦ line 1: a text cannot be called",
            })
    void whatIsNotUnderstoodIsNamedWithItsLine(String template, String message) {
        JinjaException refused =
                assertThrows(JinjaException.class, () -> rendered(template), template);
        assertTrue(refused.getMessage().startsWith("t, " + message), refused.getMessage());
    }

    @Test
    void linesAreCounted() {
        JinjaException refused =
                assertThrows(
                        JinjaException.class,
                        () -> rendered("a\n{% if t %}\n\n{{ x.y }}\n{% endif %}"));
        assertTrue(refused.getMessage().contains("line 4"), refused.getMessage());
    }

    private static String rendered(String template) {
        return Jinja.parse(template, "t").render(variables()).value();
    }

    private static Map<String, Object> variables() {
        try {
            Map<String, Object> variables = new HashMap<>();
            new ObjectMapper()
                    .readTree(DATA)
                    .properties()
                    .forEach(e -> variables.put(e.getKey(), Values.data(e.getValue())));
            return variables;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
