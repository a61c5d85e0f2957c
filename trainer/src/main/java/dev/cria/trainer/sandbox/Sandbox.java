package dev.cria.trainer.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;

/**
 * Runs programs in Python that nobody has read, each in namespaces of its own: without network,
 * files of the machine, other processes or rights, and within {@link Limits}. Nothing of a program
 * is left when its outcome is known. Many threads may use it at once. What it keeps from a program
 * and what not is in docs/sandbox.md.
 */
public final class Sandbox {

    private static final String LACK =
            "generated programs are run only where they can be isolated, and this machine cannot: %s. %s";
    private static final String MEND =
            "Needed are Linux 5.14 or newer on x86_64 or aarch64, and user namespaces: sysctl kernel.unprivileged_userns_clone=1 (Debian), sysctl kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), sysctl user.max_user_namespaces=10000; in a container, the capability SYS_ADMIN and a seccomp profile that lets unshare and mount pass. docs/sandbox.md has more";

    private final Launcher launcher;

    private Sandbox(Launcher launcher) {
        this.launcher = launcher;
    }

    /**
     * A sandbox, once a first program has shown that it holds.
     *
     * @param python an interpreter; null for python3 of the PATH
     * @throws UserException where this machine cannot isolate a program, with what lacks
     */
    public static Sandbox open(Path python) {
        String system = System.getProperty("os.name");
        if (!system.toLowerCase(Locale.ROOT).equals("linux")) {
            throw new UserException(LACK.formatted("it runs " + system, MEND));
        }
        return openWith(new Launcher(Interpreter.find(python)));
    }

    static Sandbox openWith(Launcher launcher) {
        Sandbox sandbox = new Sandbox(launcher);
        String found = Probe.run(sandbox);
        if (!found.isEmpty()) {
            throw new UserException(LACK.formatted(found, MEND));
        }
        return sandbox;
    }

    /** Runs a program; its standard input is {@code input}. */
    public Outcome run(String program, String input, Limits limits) {
        ObjectNode order = order(program, limits);
        order.withObject("/files").put("input", input);
        return outcome(launch(order, limits));
    }

    /**
     * Runs tests against a program. Only values go from one to the other (numbers, texts, and
     * lists, tuples, sets and maps of them); a test hands other objects of the program back to it,
     * and cannot look into them.
     */
    public TestOutcome test(String program, TestSuite suite, Limits limits) {
        ObjectNode order = order(program, limits);
        String values = Launcher.source("values");
        order.withObject("/files")
                .put("guest.py", values + Launcher.source("guest"))
                .put("judge.py", values + Launcher.source("judge"));
        ArrayNode tests = order.withObject("/tests").putArray("tests");
        suite.tests().forEach(tests::add);
        ArrayNode names = order.withObject("/tests").putArray("names");
        suite.names().forEach(names::add);
        ObjectNode answer = launch(order, limits);
        Outcome outcome = outcome(answer);
        int of = suite.tests().size();
        String verdict = answer.path("verdict").asText();
        if (outcome.end() != End.EXIT || verdict.isEmpty()) {
            String why = "ended before the tests did (%s)".formatted(describe(outcome));
            return new TestOutcome(outcome, 0, of, why);
        }
        ObjectNode judged =
                Json.parseObject(Path.of("verdict"), verdict.getBytes(StandardCharsets.UTF_8));
        return new TestOutcome(
                outcome, judged.path("passed").asInt(), of, judged.path("why").asText());
    }

    private static String describe(Outcome outcome) {
        return outcome.end() == End.EXIT
                ? "code " + outcome.code()
                : outcome.end().name().toLowerCase(Locale.ROOT);
    }

    private ObjectNode launch(ObjectNode order, Limits limits) {
        ObjectNode answer = launcher.launch(order, limits);
        if (answer.path("end").asText().equals("refused")) {
            throw new UserException(LACK.formatted(answer.path("why").asText(), MEND));
        }
        return answer;
    }

    private static ObjectNode order(String program, Limits limits) {
        ObjectNode order = Json.object();
        order.putObject("files").put("program.py", program);
        order.putObject("limits")
                .put("memory", limits.memoryBytes())
                .put("work", limits.workBytes())
                .put("output", limits.outputBytes())
                .put("cpu", limits.cpu().toMillis() / 1e3)
                .put("wall", limits.wall().toMillis() / 1e3)
                .put("processes", limits.processes())
                .put("files", limits.files());
        return order;
    }

    private static Outcome outcome(ObjectNode answer) {
        End end = End.valueOf(answer.path("end").asText().toUpperCase(Locale.ROOT));
        byte[] output = Base64.getDecoder().decode(answer.path("output").asText());
        int left = answer.path("left").asInt();
        if (left != 0) {
            throw new IllegalStateException(left + " processes have outlived their program");
        }
        int code = answer.path("code").asInt();
        boolean outOfTime = end == End.EXIT && code == -Probe.SIGXCPU;
        return new Outcome(
                outOfTime ? End.TIME : end,
                code,
                new String(output, StandardCharsets.UTF_8),
                answer.path("seconds").asDouble());
    }
}
