package dev.cria.trainer.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.data.examples.CodeTests;
import dev.cria.data.examples.PromptExample;
import dev.cria.testing.Shared;
import dev.cria.trainer.reward.CodeReward;
import dev.cria.trainer.sandbox.Limits;
import dev.cria.trainer.sandbox.Sandboxes;
import dev.cria.trainer.sandbox.TestOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CodeJudgeTest {

    private static CodeJudge judge;

    @BeforeAll
    static void open() {
        judge = new CodeJudge(Sandboxes.open(), Limits.USUAL);
    }

    private static List<HumanEval.Task> humanEval() {
        return HumanEval.read(Shared.path("data/eval/HumanEval.jsonl"));
    }

    private static void requireAll(
            List<HumanEval.Task> tasks,
            Function<HumanEval.Task, String> completion,
            boolean right) {
        List<Attempt> attempts = new ArrayList<>();
        for (HumanEval.Task task : tasks) {
            attempts.add(
                    new Attempt(
                            task.tests(),
                            Programs.ofCompletion(task.tests(), completion.apply(task))));
        }
        List<TestOutcome> outcomes = judge.judgeAll(attempts);
        for (int i = 0; i < tasks.size(); i++) {
            TestOutcome outcome = outcomes.get(i);
            String id = tasks.get(i).id();
            assertEquals(right, outcome.isPassed(), () -> id + ": " + outcome);
        }
    }

    @Test
    @Tag("slow")
    void allSolutionsOfHumanEvalPass() {
        List<HumanEval.Task> tasks = humanEval();
        assertEquals(164, tasks.size());
        requireAll(tasks, HumanEval.Task::solution, true);
    }

    @Test
    @Tag("slow")
    void noEmptyCompletionOfHumanEvalPasses() {
        requireAll(humanEval(), task -> "    pass\n", false);
    }

    /** Among them those whose tests call helpers of the prompt: 32, 38 and 50. */
    @Test
    void someSolutionsPassAndOthersDoNot() {
        List<HumanEval.Task> all = humanEval();
        List<HumanEval.Task> some = new ArrayList<>();
        for (int i : new int[] {0, 32, 38, 50, 103, 163}) {
            some.add(all.get(i));
        }
        requireAll(some, HumanEval.Task::solution, true);
        requireAll(some, task -> "    pass\n", false);
        requireAll(some, task -> "", false);
    }

    @Test
    void aRowsTestsAreTheReward() {
        CodeReward reward = new CodeReward(judge);
        CodeTests tests = new CodeTests("", "", List.of("assert add(1, 2) == 3"));
        PromptExample prompt = new PromptExample(new int[] {1}, "add", "", tests, "rows:7");
        assertEquals(
                1, reward.of(prompt, "So:\n```python\ndef add(a, b):\n    return a + b\n```\n"));
        assertEquals(
                0, reward.of(prompt, "So:\n```python\ndef add(a, b):\n    return a - b\n```\n"));
        assertEquals(0, reward.of(prompt, "I do not know."));
        UserException none =
                assertThrows(
                        UserException.class,
                        () -> reward.of(new PromptExample(new int[] {1}, "", "", "rows:8"), ""));
        assertTrue(none.getMessage().startsWith("rows:8: "), none::getMessage);
    }

    @Test
    void aProgramMayNotReplaceWhatTestsAreMadeOf() {
        CodeTests tests = new CodeTests("", "f", List.of("assert len(f([1, 2])) == 2"));
        String program = "def len(x):\n    return 2\ndef f(x):\n    return []\n";
        assertFalse(judge.judge(new Attempt(tests, program)).isPassed());
    }

    @Test
    void aRowThatIsNoTaskIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("x.jsonl"), "\n{\"task_id\": \"a\"}\n");
        UserException wrong = assertThrows(UserException.class, () -> HumanEval.read(file));
        assertTrue(wrong.getMessage().startsWith(file + ":2: prompt"), wrong::getMessage);
    }
}
