package dev.cria.data.safety.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class InsecureCodeTest {

    private static final InsecureCode RULES = InsecureCode.shipped();

    /** A line of code, and whether a rule finds it. */
    record Example(String rule, CodeLanguage language, boolean found, String code) {}

    static List<Example> examples() throws IOException {
        String text;
        try (InputStream stream =
                InsecureCodeTest.class.getResourceAsStream("insecure-code-examples.txt")) {
            text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        String[] head = new String[0];
        List<Example> examples = new ArrayList<>();
        for (String line : text.lines().filter(line -> !line.startsWith("# ")).toList()) {
            if (line.startsWith("+ ") || line.startsWith("- ")) {
                CodeLanguage language = CodeLanguage.of(head[1]).orElseThrow();
                boolean found = line.startsWith("+");
                examples.add(new Example(head[0], language, found, line.substring(2)));
            } else {
                head = line.split(" ", -1);
            }
        }
        return examples;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aRuleFindsWhatIsInsecureAndLeavesItsLikeAlone(Example example) {
        boolean found =
                RULES.in(example.code(), example.language()).stream()
                        .anyMatch(finding -> finding.rule().name().equals(example.rule()));
        assertEquals(example.found(), found, example::code);
    }

    @Test
    void everyRuleHasAnExampleOfBothKindsAndANameOfItsOwn() throws IOException {
        Set<String> found = new HashSet<>();
        Set<String> left = new HashSet<>();
        for (Example example : examples()) {
            (example.found() ? found : left).add(example.rule());
        }
        Set<String> names = new HashSet<>();
        for (InsecureRule rule : RULES.rules()) {
            assertTrue(names.add(rule.name()), rule::name);
            assertFalse(rule.languages().isEmpty(), rule::name);
        }
        assertEquals(names, found);
        assertEquals(names, left);
    }

    @Test
    void whatIsFoundHasItsLineAndWeakness() {
        String text =
                "Look:\n\n```python\n# os.system(x)\nimport os\nos.system('rm ' + x)\n```\nos.system(x)\n";
        List<Finding> findings = RULES.inMarkdown(text);
        assertEquals(1, findings.size());
        assertEquals(6, findings.get(0).line());
        assertEquals(
                "CWE-78 python-os-system (line 6: os.system('rm ' +)", findings.get(0).summary());
    }

    @Test
    void fencesMayBeNestedUnclosedOrOfNoLanguage() {
        String python = "eval(input())\n";
        assertEquals(1, RULES.inMarkdown("```py\n" + python).size());
        assertEquals(
                1, RULES.inMarkdown("~~~~ Python3\n~~~\n" + python + "~~~~\n" + python).size());
        assertEquals(0, RULES.inMarkdown("```\n" + python + "```").size());
        assertEquals(0, RULES.inMarkdown("```haskell\n" + python + "```").size());
        assertEquals(0, RULES.inMarkdown(python).size());
        assertEquals(2, RULES.inMarkdown("```c\ngets(x);\n```\n\n```js\neval(x)\n```\n").size());
    }

    @Test
    void whatIsIgnoredIsNotFound() {
        String code = "digest = hashlib.md5(data)";
        assertEquals(1, RULES.in(code, CodeLanguage.PYTHON).size());
        assertEquals(0, RULES.without(Set.of("CWE-327")).in(code, CodeLanguage.PYTHON).size());
        assertEquals(
                0, RULES.without(Set.of("python-weak-hash")).in(code, CodeLanguage.PYTHON).size());
    }

    @Test
    void longAndHostileLinesCostLittle() {
        String line = "password = ".repeat(20_000) + "\"" + "a".repeat(200_000);
        String quotes = ("execute(" + "'\"".repeat(100_000));
        for (CodeLanguage language : CodeLanguage.values()) {
            Stream.of(line, quotes, "eval(".repeat(50_000), " ".repeat(300_000))
                    .forEach(text -> RULES.in(text, language));
        }
    }
}
