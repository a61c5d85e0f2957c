package dev.cria.data.heuristic;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.Han;
import java.util.List;
import java.util.Map;

/**
 * Full-width letters and digits become ASCII, and punctuation gets one width: full behind Chinese
 * characters, as Chinese is set, or ASCII throughout, as in Data-Juicer's
 * punctuation_normalization_mapper.
 */
final class NormaliseWidth implements DocumentStep {

    private static final char FIRST_FULL = '！';
    private static final char LAST_FULL = '～';
    private static final int TO_ASCII = FIRST_FULL - '!';

    private static final String FULL = "，。、；：？！（）【】《》“”‘’「」『』〈〉";
    private static final String ASCII = ",.,;:?!()[]<>\"\"''\"\"''<>";

    static final StepKind KIND =
            LimitsByLanguage.kind(
                    "normalise_width",
                    "gives letters, digits and punctuation of Chinese texts one width",
                    List.of(
                            Parameter.list(
                                    "languages",
                                    List.of("zh"),
                                    "languages of the documents that are changed"),
                            Parameter.flag(
                                    "alphanumerics",
                                    true,
                                    "whether full-width letters and digits become ASCII"),
                            Parameter.choice(
                                    "punctuation",
                                    "full",
                                    List.of("full", "ascii", "keep"),
                                    "what becomes of punctuation: ASCII behind Chinese characters"
                                            + " becomes full, all becomes ASCII, or neither")),
                    Map.of(),
                    (arguments, language) -> new NormaliseWidth(arguments));

    private final boolean alphanumerics;
    private final String punctuation;

    private NormaliseWidth(Arguments arguments) {
        alphanumerics = arguments.flag("alphanumerics");
        punctuation = arguments.text("punctuation");
    }

    @Override
    public Outcome apply(DocumentView view) {
        String text = view.text();
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            chars[i] = narrow(chars[i]);
            if (punctuation.equals("full") && i > 0) {
                chars[i] = widen(chars, i);
            }
        }
        return Outcome.keep(view.with(view.document().withText(new String(chars))));
    }

    private char narrow(char c) {
        if (c >= FIRST_FULL && c <= LAST_FULL && Character.isLetterOrDigit(c)) {
            return alphanumerics ? (char) (c - TO_ASCII) : c;
        }
        int at = punctuation.equals("ascii") ? FULL.indexOf(c) : -1;
        return at < 0 ? c : ASCII.charAt(at);
    }

    private static char widen(char[] text, int i) {
        boolean behindHan = Han.isHan(text[i - 1]) || isWideClosing(text[i - 1]);
        boolean beforeAscii = i + 1 < text.length && isAsciiLetterOrDigit(text[i + 1]);
        if (!behindHan) {
            return text[i];
        }
        return switch (text[i]) {
            case ',' -> '，';
            case ';' -> '；';
            case ':' -> beforeAscii ? ':' : '：';
            case '?' -> '？';
            case '!' -> '！';
            case '.' -> isAlone(text, i) && !beforeAscii ? '。' : '.';
            default -> text[i];
        };
    }

    private static boolean isWideClosing(char c) {
        return "”’）】》」』〉".indexOf(c) >= 0;
    }

    private static boolean isAlone(char[] text, int i) {
        return text[i - 1] != '.' && (i + 1 == text.length || text[i + 1] != '.');
    }

    private static boolean isAsciiLetterOrDigit(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }
}
