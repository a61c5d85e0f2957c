package dev.cria.data.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model folder comes from strangers, and so does its template. */
final class HostileTemplateTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for i in range(2000000000) %}{% endfor %}",
                "{% for i in range(9999) %}{% for j in range(9999) %}x{% endfor %}{% endfor %}",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
                "{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ f() }}{% endmacro %}{{ f() }}",
            })
    void whatDoesNotEndIsStopped(String template) {
        assertStopped(template);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ 'x' * 2000000000 }}",
                "{% set ns = namespace(x='xxxxxxxx') %}{% for i in range(64) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
                "{% set ns = namespace(x=[1, 2]) %}{% for i in range(64) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
                "{% set ns = namespace(x='aaaaaaaa') %}{% for i in range(64) %}{% set ns.x = ns.x | replace('a', 'aa') %}{% endfor %}",
                "{% set ns = namespace(x='aaaaaaaa') %}{% for i in range(64) %}{% set ns.x = ns.x | tojson | tojson %}{% endfor %}",
                "{% set ns = namespace(x='a') %}{% for i in range(64) %}{% set ns.x = [ns.x, ns.x] | join(ns.x) %}{% endfor %}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(64) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
                "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(40) %}{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}",
            })
    void whatFillsTheMemoryIsStopped(String template) {
        assertStopped(template);
    }

    @Test
    void whatIsNestedDeeplyIsRefused() {
        int deep = 50_000;
        for (String template :
                new String[] {
                    "{{ " + "(".repeat(deep) + "1" + ")".repeat(deep) + " }}",
                    "{{ " + "[".repeat(deep) + "]".repeat(deep) + " }}",
                    "{{ " + "-".repeat(deep) + "1 }}",
                    "{{ " + "not ".repeat(deep) + "1 }}",
                    "{{ 1" + " + 1".repeat(deep) + " }}",
                    "{{ x" + ".x".repeat(deep) + " }}",
                    "{{ 'x'" + " | trim".repeat(deep / 2) + " }}",
                    "{% if 1 %}".repeat(deep / 4) + "{% endif %}".repeat(deep / 4),
                    "{% if 0 %}" + "{% elif 0 %}".repeat(deep / 4) + "{% endif %}",
                    "{{ " + "1 if 1 else ".repeat(deep / 4) + "1 }}",
                }) {
            RuntimeException refused =
                    assertThrows(
                            JinjaException.class,
                            () -> render(template),
                            template.substring(0, 20));
            assertTrue(refused.getMessage().length() < 200, refused.getMessage());
        }
        String long1 = "{# " + "x".repeat(300_000) + " #}";
        assertTrue(
                assertThrows(JinjaException.class, () -> render(long1))
                        .getMessage()
                        .contains("no chat template"));
    }

    /** Ways out of Python's and Java's template engines; here a name is a name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ''.__class__.__mro__[1].__subclasses__() }}",
                "{{ s.getClass().forName('java.lang.Runtime') }}",
                "{{ s.class.protectionDomain.codeSource }}",
                "{{ m.getClass() }}",
                "{{ m.__init__.__globals__ }}",
                "{{ range.__globals__['os'].system('id') }}",
                "{{ self._TemplateReference__context.os }}",
                "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
                "{{ l.append(1) }}",
                "{{ m.update({'a': 1}) }}",
                "{{ m.pop('k') }}",
                "{% import 'os' as os %}",
                "{% include '/etc/passwd' %}",
                "{% extends 'x' %}",
                "{{ {l: 1} }}{{ m[l] }}",
                "{{ strftime_now.date }}{{ loop.elements() }}",
                "{% set m.k = 2 %}",
            })
    void nothingButTheValuesIsReached(String template) {
        assertThrows(JinjaException.class, () -> render(template));
    }

    @Test
    void aNameThatIsNoneOfItsValuesIsNothing() {
        assertEquals(
                "",
                render(
                        "{{ s.getClass }}{{ m.class }}{{ s.value }}{{ l.size }}{{ m['__class__'] }}"));
    }

    private static void assertStopped(String template) {
        JinjaException refused = assertThrows(JinjaException.class, () -> render(template));
        assertTrue(refused.getMessage().contains("refused: "), refused.getMessage());
    }

    private static String render(String template) {
        Map<String, Object> given =
                Map.of(
                        "s", Text.data("x"),
                        "l", List.of(1L),
                        "m", Map.of(Text.of("k"), Text.data("v")));
        return Jinja.parse(template, "t").render(given).value();
    }
}
