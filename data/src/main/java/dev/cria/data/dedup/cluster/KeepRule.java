package dev.cria.data.dedup.cluster;

import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.Parameter;
import java.util.List;

/** Which document of a cluster is kept. */
public final class KeepRule {

    /** Which one. */
    public static final Parameter KEEP =
            Parameter.choice(
                    "keep",
                    "first",
                    List.of("first", "last", "best"),
                    "which one is kept: the first or last in the order of the corpus, or the first of the best score");

    /** What the best one is the best by. */
    public static final Parameter SCORE_FIELD =
            Parameter.text("score_field", "quality", "meta field with the score of keep: best");

    /** Where the size of a cluster is noted. */
    public static final Parameter SIZE_FIELD =
            Parameter.text(
                    "size_field",
                    "",
                    "meta field in which kept documents get the size of their cluster; empty for none");

    private final String step;
    private final String rule;
    private final String scoreField;
    private final String sizeField;

    private KeepRule(String step, String rule, String scoreField, String sizeField) {
        this.step = step;
        this.rule = rule;
        this.scoreField = scoreField;
        this.sizeField = sizeField;
    }

    /** Of the arguments of a step that has these parameters. */
    public static KeepRule of(Arguments arguments) {
        return new KeepRule(
                arguments.step(),
                arguments.text(KEEP.name()),
                arguments.text(SCORE_FIELD.name()),
                arguments.text(SIZE_FIELD.name()));
    }

    /** The least is kept. */
    public long priority(Document document) {
        return rule.equals("best") ? Priority.byScore(document, scoreField, step) : 0;
    }

    /** Whether of equal priorities the last one wins. */
    public boolean lastWins() {
        return rule.equals("last");
    }

    /** A meta field; empty for none. */
    public String sizeField() {
        return sizeField;
    }
}
