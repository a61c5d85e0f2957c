package dev.cria.trainer.code;

import dev.cria.data.examples.CodeTests;
import dev.cria.trainer.sandbox.Limits;
import dev.cria.trainer.sandbox.Sandbox;
import dev.cria.trainer.sandbox.TestOutcome;
import dev.cria.trainer.sandbox.TestSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Says of programs which tests they pass. The same each time but where a limit of time decides. */
public record CodeJudge(Sandbox sandbox, Limits limits) {

    private static final Pattern FUNCTION = Pattern.compile("(?m)^(?:async )?def\\s+(\\w+)\\s*\\(");

    /** Runs the tests of a program. */
    public TestOutcome judge(Attempt attempt) {
        CodeTests task = attempt.task();
        // Tests may call what the prompt defines, and only that: a program could define len.
        List<String> names =
                new ArrayList<>(
                        FUNCTION.matcher(task.prompt()).results().map(CodeJudge::name).toList());
        if (!task.entryPoint().isEmpty() && !names.contains(task.entryPoint())) {
            names.add(task.entryPoint());
        }
        return sandbox.test(attempt.program(), new TestSuite(task.tests(), names), limits);
    }

    private static String name(MatchResult function) {
        return function.group(1);
    }

    /**
     * Outcomes in the order of the attempts, which run as many at a time as there are processors.
     */
    public List<TestOutcome> judgeAll(List<Attempt> attempts) {
        int threads =
                Math.max(1, Math.min(attempts.size(), Runtime.getRuntime().availableProcessors()));
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<TestOutcome>> running =
                    attempts.stream()
                            .map(attempt -> executor.submit(() -> judge(attempt)))
                            .toList();
            List<TestOutcome> outcomes = new ArrayList<>();
            for (Future<TestOutcome> outcome : running) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while programs ran", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }
}
