package dev.cria.data.safety.code;

import dev.cria.checkpoints.UserException;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Drops documents whose code has insecure patterns, or notes the weaknesses in their meta ({@code
 * insecure_code: CWE-327,CWE-78}).
 */
public final class InsecureCodeFilter implements DocumentStep {

    static final String META = "insecure_code";

    private static final String FENCES = "fences";

    /** For the catalog. */
    public static final StepKind KIND =
            new StepKind(
                    "insecure_code",
                    "drops code with insecure patterns, by CWE number",
                    List.of(
                            Parameter.choice(
                                    "language",
                                    FENCES,
                                    Stream.concat(
                                                    Stream.of(FENCES),
                                                    Stream.of(CodeLanguage.values())
                                                            .map(CodeLanguage::label))
                                            .toList(),
                                    "of all documents, which are code; fences: what is between fences"
                                            + " of Markdown that name their language"),
                            Parameter.list(
                                    "ignored",
                                    List.of(),
                                    "rules or weaknesses that do not count, such as CWE-338"),
                            Parameter.integer(
                                    "min_findings", 1, "fewest findings that drop a document"),
                            Parameter.flag(
                                    "drop", true, "otherwise weaknesses are only noted in meta")),
                    InsecureCodeFilter::new);

    private final InsecureCode rules;
    private final CodeLanguage language;
    private final long minFindings;
    private final boolean drops;

    private InsecureCodeFilter(Arguments arguments) {
        Set<String> ignored = new HashSet<>(arguments.list("ignored"));
        requireKnown(ignored);
        rules = InsecureCode.shipped().without(ignored);
        String named = arguments.text("language");
        language = named.equals(FENCES) ? null : CodeLanguage.of(named).orElseThrow();
        minFindings = Math.max(1, arguments.integer("min_findings"));
        drops = arguments.flag("drop");
    }

    private static void requireKnown(Set<String> ignored) {
        Set<String> known = new HashSet<>();
        for (InsecureRule rule : InsecureCode.shipped().rules()) {
            known.add(rule.name());
            known.add("CWE-" + rule.cwe());
        }
        for (String name : ignored) {
            if (!known.contains(name)) {
                throw new UserException(
                        "step insecure_code: ignored has '%s'; there are %s"
                                .formatted(name, new TreeSet<>(known)));
            }
        }
    }

    @Override
    public Outcome apply(DocumentView view) {
        List<Finding> findings =
                language == null ? rules.inMarkdown(view.text()) : rules.in(view.text(), language);
        if (findings.size() < minFindings) {
            return Outcome.keep(view);
        }
        if (drops) {
            return Outcome.drop("insecure_code", findings.get(0).summary());
        }
        String weaknesses =
                findings.stream()
                        .map(finding -> finding.rule().cwe())
                        .sorted()
                        .distinct()
                        .map(number -> "CWE-" + number)
                        .collect(Collectors.joining(","));
        return Outcome.keep(view.with(view.document().withMeta(META, weaknesses)));
    }
}
