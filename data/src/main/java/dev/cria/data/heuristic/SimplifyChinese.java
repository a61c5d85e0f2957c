package dev.cria.data.heuristic;

import com.ibm.icu.text.Transliterator;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.Han;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Traditional Chinese characters become simplified ones by ICU's Hant-Hans, which looks at words
 * where a character has two simplified forms. Only lines with a character that changes are handed
 * to it, since it is slow.
 */
final class SimplifyChinese implements DocumentStep {

    static final StepKind KIND =
            LimitsByLanguage.kind(
                    "simplify_chinese",
                    "turns traditional Chinese characters into simplified ones (ICU)",
                    List.of(
                            Parameter.list(
                                    "languages",
                                    List.of("zh"),
                                    "languages of the documents that are changed")),
                    Map.of(),
                    (arguments, language) -> new SimplifyChinese());

    private static final class Holder {
        static final Transliterator SIMPLIFIER = Transliterator.getInstance("Hant-Hans");
        static final BitSet CHANGING = changing();

        private static BitSet changing() {
            BitSet changing = new BitSet();
            for (int c = 0x2e80; c < 0x30000; c++) {
                String one = Character.toString(c);
                if (Han.isHan(c) && !SIMPLIFIER.transliterate(one).equals(one)) {
                    changing.set(c);
                }
            }
            return changing;
        }
    }

    @Override
    public Outcome apply(DocumentView view) {
        String text = view.text();
        if (!changes(text, 0, text.length())) {
            return Outcome.keep(view);
        }
        StringBuilder simplified = new StringBuilder(text.length());
        for (int start = 0; start < text.length(); ) {
            int lineFeed = text.indexOf('\n', start);
            int end = lineFeed < 0 ? text.length() : lineFeed + 1;
            String line = text.substring(start, end);
            simplified.append(
                    changes(text, start, end) ? Holder.SIMPLIFIER.transliterate(line) : line);
            start = end;
        }
        return Outcome.keep(view.with(view.document().withText(simplified.toString())));
    }

    private static boolean changes(String text, int from, int to) {
        for (int i = from; i < to; ) {
            int c = text.codePointAt(i);
            if (Holder.CHANGING.get(c)) {
                return true;
            }
            i += Character.charCount(c);
        }
        return false;
    }
}
