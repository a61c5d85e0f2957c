package dev.cria.data.heuristic;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.Lines;
import dev.cria.data.text.Space;
import dev.cria.data.text.Spans;
import dev.cria.data.text.WordDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The rules of C4 (Raffel et al. 2020, arXiv:1910.10683, section 2.2, and its published code), in
 * the order of datatrove's c4_filters: lines are left out, and what is left must have enough
 * sentences. The text of a document that is kept consists of the lines that are left.
 */
final class C4Quality implements DocumentStep {

    static final StepKind KIND =
            LimitsByLanguage.kind(
                    "c4",
                    "drops lines that are no sentences, and texts with too few of them (C4)",
                    List.of(
                            Parameter.flag(
                                    "terminal_punctuation",
                                    true,
                                    "drop lines that do not end a sentence; C4 yes, FineWeb no"),
                            Parameter.text(
                                    "terminals", ".?!\"'", "characters that end a sentence; C4"),
                            Parameter.flag(
                                    "remove_citations",
                                    true,
                                    "remove [1], [edit] and [citation needed]; C4"),
                            Parameter.integer(
                                    "min_sentences", 5, "fewest sentences that are left; C4"),
                            Parameter.integer(
                                    "min_words_per_line", 3, "fewest words in a line; C4"),
                            Parameter.integer(
                                    "max_word_length",
                                    1000,
                                    "most characters of a word in a line; C4's code"),
                            Parameter.flag(
                                    "lorem_ipsum", true, "drop texts with \"lorem ipsum\"; C4"),
                            Parameter.flag(
                                    "javascript", true, "drop lines with \"javascript\"; C4"),
                            Parameter.flag(
                                    "curly_bracket", true, "drop texts with a curly bracket; C4"),
                            Parameter.flag(
                                    "policy",
                                    true,
                                    "drop lines on cookies and terms of use; C4's code"),
                            Parameter.choice(
                                    "split",
                                    "lines",
                                    List.of("lines", "sentences"),
                                    "what the rules look at; C4 lines")),
                    Map.of(
                            "zh",
                            Map.of(
                                    "words",
                                    "characters",
                                    "terminals",
                                    ".?!\"'。？！…；”’」』）",
                                    "min_sentences",
                                    3,
                                    "min_words_per_line",
                                    5)),
                    C4Quality::new);

    private final Arguments given;
    private final boolean needsTerminal;
    private final String terminals;
    private final boolean removesCitations;
    private final long minSentences;
    private final long minWords;
    private final long maxWordLength;
    private final boolean isByLine;
    private final WordDefinition words;
    private final String language;

    private C4Quality(Arguments arguments, String language) {
        this.given = arguments;
        needsTerminal = arguments.flag("terminal_punctuation");
        terminals = arguments.text("terminals");
        removesCitations = arguments.flag("remove_citations");
        minSentences = arguments.integer("min_sentences");
        minWords = arguments.integer("min_words_per_line");
        maxWordLength = arguments.integer("max_word_length");
        isByLine = arguments.text("split").equals("lines");
        words = WordDefinition.of(arguments.text("words"));
        this.language = language;
    }

    @Override
    public Outcome apply(DocumentView view) {
        char[] text = view.text().toCharArray();
        Spans lines =
                isByLine
                        ? Lines.anyBreak(text, 0, text.length)
                        : words.sentences(language, text, 0, text.length);
        long sentences = 0;
        StringBuilder kept = new StringBuilder(text.length);
        for (int i = 0; i < lines.size(); i++) {
            char[] line = line(text, lines.start(i), lines.end(i));
            if (line == null) {
                continue;
            }
            if (given.flag("lorem_ipsum") && C4Lines.isLoremIpsum(line)) {
                return Outcome.drop("lorem_ipsum");
            }
            if (given.flag("javascript") && C4Lines.isJavascript(line)) {
                continue;
            }
            if (given.flag("curly_bracket") && holdsBracket(line)) {
                return Outcome.drop("curly_bracket");
            }
            if (given.flag("policy") && C4Lines.isPolicy(line)) {
                continue;
            }
            sentences += isByLine ? sentences(line) : 1;
            kept.append(kept.length() == 0 ? "" : isByLine ? "\n" : " ").append(line);
        }
        if (sentences < minSentences) {
            return Outcome.drop("too_few_sentences");
        }
        return Outcome.keep(view.with(view.document().withText(strip(kept))));
    }

    /** A line as it is kept, or null for one that is left out by its form. */
    private char[] line(char[] text, int from, int to) {
        int start = Space.stripStart(text, from, to);
        int end = Space.stripEnd(text, start, to);
        LineWords inLine = LineWords.of(words, language, text, start, end);
        if (inLine.longest() > maxWordLength) {
            return null;
        }
        char[] line =
                removesCitations
                        ? C4Lines.withoutCitations(text, start, end)
                        : Arrays.copyOfRange(text, start, end);
        boolean isKept =
                (!needsTerminal || C4Lines.isEnded(line, terminals)) && inLine.count() >= minWords;
        return isKept ? line : null;
    }

    private int sentences(char[] line) {
        // What is left of a line that was citations alone counts as one.
        return Math.max(1, words.sentences(language, line, 0, line.length).size());
    }

    private static boolean holdsBracket(char[] line) {
        for (char c : line) {
            if (c == '{') {
                return true;
            }
        }
        return false;
    }

    private static String strip(StringBuilder text) {
        char[] chars = text.toString().toCharArray();
        int start = Space.stripStart(chars, 0, chars.length);
        return new String(chars, start, Space.stripEnd(chars, start, chars.length) - start);
    }
}
