package dev.cria.trainer.code;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.examples.CodeTests;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgramsTest {

    private static final CodeTests PROSE = new CodeTests("", "f", List.of("assert f(1)"));

    private static final CodeTests CODE =
            CodeTests.ofHumanEval(
                    "import math\n\ndef f(x):\n    \"\"\"The root.\"\"\"\n",
                    "f",
                    "def check(candidate):\n    assert candidate(4) == 2\n");

    @Test
    void theFenceThatDefinesTheFunctionIsTheProgram() {
        String answer =
                "First:\n```python\ndef f(x):\n    return x\n```\nUse it so:\n```python\nprint(f(1))\n```\n";
        assertEquals("def f(x):\n    return x\n", Programs.ofAnswer(PROSE, answer));
    }

    @Test
    void fencesOfOtherLanguagesAreLeftOut() {
        String answer = "```\ny = 1\n```\n```bash\npython f.py\n```\n";
        assertEquals("y = 1\n", Programs.ofAnswer(PROSE, answer));
    }

    @Test
    void anAnswerWithoutFencesIsTheProgram() {
        assertEquals("def f(x): return x", Programs.ofAnswer(PROSE, "def f(x): return x"));
    }

    @Test
    void aFunctionDefinedAnewHasThePromptsImports() {
        assertEquals(
                "import math\n\ndef f(x):\n    return math.isqrt(x)\n",
                Programs.ofAnswer(CODE, "```python\ndef f(x):\n    return math.isqrt(x)\n```"));
    }

    @Test
    void aBodyGoesOnWithThePrompt() {
        assertEquals(
                CODE.prompt() + "    return math.isqrt(x)\n",
                Programs.ofAnswer(CODE, "```python\n    return math.isqrt(x)\n```"));
        assertEquals(
                CODE.prompt() + "    return 2\n", Programs.ofCompletion(CODE, "    return 2\n"));
    }
}
