package dev.cria.data.safety.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds insecure patterns in code, line by line: the idea of the Insecure Code Detector in Purple
 * Llama's Code Shield (Bhatt et al. 2023, arXiv:2312.04724, section 3); the rules are Cria's own. A
 * finding is a reason to look, not a proof, and no finding proves nothing.
 */
public final class InsecureCode {

    /** What stands beyond it in a line is not looked at: nobody writes lines like that by hand. */
    private static final int LONGEST_LINE = 500;

    private static final String RESOURCE = "insecure-code.txt";
    private static final Pattern HEAD = Pattern.compile("([a-z0-9-]+) CWE-(\\d+) ([a-z,+]+|all)");
    private static final InsecureCode SHIPPED = new InsecureCode(shippedRules());

    private final List<InsecureRule> rules;

    private InsecureCode(List<InsecureRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** With all shipped rules. */
    public static InsecureCode shipped() {
        return SHIPPED;
    }

    /** The same without the rules of some names or weaknesses ({@code CWE-327}). */
    public InsecureCode without(Set<String> ignored) {
        return new InsecureCode(
                rules.stream()
                        .filter(rule -> !ignored.contains(rule.name()))
                        .filter(rule -> !ignored.contains("CWE-" + rule.cwe()))
                        .toList());
    }

    /** The rules, in the order of their list. */
    public List<InsecureRule> rules() {
        return rules;
    }

    /** Findings in code of one language, at most one of each rule and line. */
    public List<Finding> in(String code, CodeLanguage language) {
        return in(code.lines().toList(), language, 1);
    }

    /**
     * Findings in the fenced code of a text in Markdown; fences without a known language are left
     * out.
     */
    public List<Finding> inMarkdown(String text) {
        List<Finding> findings = new ArrayList<>();
        for (CodeBlock block : CodeBlock.in(text)) {
            block.language()
                    .ifPresent(
                            language ->
                                    findings.addAll(
                                            in(block.lines(), language, block.firstLine())));
        }
        return findings;
    }

    private List<Finding> in(List<String> lines, CodeLanguage language, int firstLine) {
        List<InsecureRule> own =
                rules.stream().filter(rule -> rule.languages().contains(language)).toList();
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String whole = lines.get(i);
            String line = whole.substring(0, Math.min(whole.length(), LONGEST_LINE));
            if (language.isComment(line)) {
                continue;
            }
            for (InsecureRule rule : own) {
                Matcher found = rule.pattern().matcher(line);
                if (found.find()) {
                    findings.add(new Finding(rule, firstLine + i, found.group().strip()));
                }
            }
        }
        return findings;
    }

    private static List<InsecureRule> shippedRules() {
        List<InsecureRule> rules = new ArrayList<>();
        String head = "";
        for (String line : (Iterable<String>) resource().lines()::iterator) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(" ")) {
                rules.add(rule(head, line.strip()));
            } else {
                head = line;
            }
        }
        return rules;
    }

    private static InsecureRule rule(String head, String pattern) {
        Matcher parts = HEAD.matcher(head);
        if (!parts.matches()) {
            throw new IllegalStateException(RESOURCE + ": " + head);
        }
        Set<CodeLanguage> languages = EnumSet.allOf(CodeLanguage.class);
        if (!parts.group(3).equals("all")) {
            List<String> named = List.of(parts.group(3).split(",", -1));
            languages.removeIf(language -> !named.contains(language.label()));
        }
        return new InsecureRule(
                parts.group(1),
                Integer.parseInt(parts.group(2)),
                languages,
                Pattern.compile(pattern));
    }

    private static String resource() {
        try (InputStream stream = InsecureCode.class.getResourceAsStream(RESOURCE)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
