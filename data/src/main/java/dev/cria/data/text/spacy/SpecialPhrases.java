package dev.cria.data.text.spacy;

import dev.cria.data.text.CharKeys;
import dev.cria.data.text.Spans;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Special cases that the rules for affixes tear apart where they touch other text are put together
 * again: what {@code Tokenizer._apply_special_cases} does in spaCy.
 */
final class SpecialPhrases {

    private static final class Node {
        final CharKeys<Node> next = new CharKeys<>();
        boolean ends;
    }

    /** Tokens from one to another one, which is not part of it. */
    private record Match(int first, int end) {

        int size() {
            return end - first;
        }
    }

    private static final Node ROOT = new Node();

    static {
        for (String word : SpecialCases.words()) {
            char[] text = word.toCharArray();
            if (isTouched(text)) {
                Spans tokens = new Spans();
                SpacyTokenizer.split(text, 0, text.length, false, tokens);
                Node node = ROOT;
                for (int i = 0; i < tokens.size(); i++) {
                    Node next = node.next.get(text, tokens.start(i), tokens.end(i));
                    if (next == null) {
                        next = new Node();
                        node.next.put(word.substring(tokens.start(i), tokens.end(i)), next);
                    }
                    node = next;
                }
                node.ends = true;
            }
        }
    }

    private SpecialPhrases() {}

    private static boolean isTouched(char[] text) {
        if (Affixes.prefix(text, 0, text.length) > 0 || Affixes.suffix(text, 0, text.length) > 0) {
            return true;
        }
        for (int i = 0; i < text.length; i++) {
            if (Infixes.at(text, 0, text.length, i) > 0) {
                return true;
            }
        }
        return false;
    }

    /** The tokens with special cases put together; the same object if there are none. */
    static Spans apply(char[] text, Spans tokens) {
        List<Match> matches = null;
        for (int i = 0; i < tokens.size(); i++) {
            Node node = ROOT.next.get(text, tokens.start(i), tokens.end(i));
            for (int j = i + 1; node != null; j++) {
                if (node.ends) {
                    matches = matches == null ? new ArrayList<>() : matches;
                    matches.add(new Match(i, j));
                }
                node =
                        j < tokens.size()
                                ? node.next.get(text, tokens.start(j), tokens.end(j))
                                : null;
            }
        }
        return matches == null ? tokens : replace(text, tokens, withoutOverlaps(matches));
    }

    /** Of those that overlap longer ones come first, then earlier ones. */
    private static List<Match> withoutOverlaps(List<Match> matches) {
        List<Match> chosen = new ArrayList<>(matches.size());
        for (int i = 0; i < matches.size(); ) {
            int end = matches.get(i).end;
            int j = i + 1;
            while (j < matches.size() && matches.get(j).first < end) {
                end = Math.max(end, matches.get(j).end);
                j++;
            }
            if (j == i + 1) {
                chosen.add(matches.get(i));
            } else {
                chosen.addAll(choose(matches.subList(i, j)));
            }
            i = j;
        }
        return chosen;
    }

    private static List<Match> choose(List<Match> matches) {
        matches.sort(Comparator.comparingInt(Match::size).reversed().thenComparing(Match::first));
        BitSet taken = new BitSet();
        List<Match> chosen = new ArrayList<>();
        for (Match match : matches) {
            if (!taken.get(match.first) && !taken.get(match.end - 1)) {
                chosen.add(match);
            }
            taken.set(match.first, match.end);
        }
        chosen.sort(Comparator.comparingInt(Match::first));
        return chosen;
    }

    private static Spans replace(char[] text, Spans tokens, List<Match> matches) {
        Spans result = new Spans(tokens.size() + matches.size());
        int i = 0;
        for (Match match : matches) {
            i = copy(tokens, i, match.first, result);
            int start = tokens.start(match.first);
            int end = tokens.end(match.end - 1);
            // Tokens with a space between them are not the special case after all.
            int[] pieces = SpecialCases.pieces(text, start, end);
            if (pieces != null) {
                for (int piece : pieces) {
                    result.add(start, start + piece);
                    start += piece;
                }
                i = match.end;
            }
        }
        copy(tokens, i, tokens.size(), result);
        return result;
    }

    private static int copy(Spans tokens, int from, int to, Spans result) {
        for (int i = from; i < to; i++) {
            result.add(tokens.start(i), tokens.end(i));
        }
        return to;
    }
}
