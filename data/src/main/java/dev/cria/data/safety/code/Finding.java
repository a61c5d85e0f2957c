package dev.cria.data.safety.code;

/**
 * A line of code that a rule finds insecure.
 *
 * @param line counted from 1 in the text that was looked at
 * @param excerpt what the rule matched
 */
public record Finding(InsecureRule rule, int line, String excerpt) {

    /** Such as {@code CWE-78 python-shell (line 3: subprocess.run(cmd, shell=True)}. */
    public String summary() {
        return "CWE-%d %s (line %d: %s)".formatted(rule.cwe(), rule.name(), line, excerpt);
    }
}
