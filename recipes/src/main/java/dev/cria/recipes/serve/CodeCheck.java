package dev.cria.recipes.serve;

import dev.cria.data.safety.code.Finding;
import dev.cria.data.safety.code.InsecureCode;
import java.util.List;
import java.util.stream.Collectors;

/** What is done about insecure patterns in the code of answers. */
public enum CodeCheck {
    /** Nothing. */
    OFF,
    /** They are told beside the answer. */
    WARN,
    /** The answer is withheld. */
    BLOCK;

    /** Those in the fenced code of an answer. */
    List<Finding> findings(String text) {
        return this == OFF ? List.of() : InsecureCode.shipped().inMarkdown(text);
    }

    /** Why an answer with findings is withheld; null where it is not. */
    String refusal(List<Finding> findings) {
        if (this != BLOCK || findings.isEmpty()) {
            return null;
        }
        String weaknesses =
                findings.stream()
                        .map(finding -> "CWE-%d".formatted(finding.rule().cwe()))
                        .distinct()
                        .collect(Collectors.joining(", "));
        return "The answer is withheld: its code has insecure patterns (%s).".formatted(weaknesses);
    }
}
