package dev.cria.data.text.spacy;

import static dev.cria.data.text.CharacterClasses.ICON;
import static dev.cria.data.text.CharacterClasses.LETTER;
import static dev.cria.data.text.CharacterClasses.PREFIX;
import static dev.cria.data.text.CharacterClasses.SUFFIX;

import dev.cria.data.text.CharacterClasses;
import dev.cria.data.text.Space;
import dev.cria.data.text.Spans;

/**
 * The tokens that {@code spacy.blank("en")} of spaCy 3.8 gives: stretches without white space,
 * whose affixes are split off in turn, then split at infixes. A single space lies between tokens;
 * other white space is a token.
 */
public final class SpacyTokenizer {

    private final char[] text;
    private final boolean special;
    private final Spans tokens;
    private final ChunkCache cache = ChunkCache.ofThread();
    private Spans suffixes;

    private SpacyTokenizer(char[] text, boolean special, Spans tokens) {
        this.text = text;
        this.special = special;
        this.tokens = tokens;
    }

    /** The tokens of a stretch, white space among them. */
    public static Spans tokenize(char[] text, int from, int to) {
        Spans tokens = new Spans((to - from) / 4 + 8);
        split(text, from, to, true, tokens);
        return SpecialPhrases.apply(text, tokens);
    }

    static void split(char[] text, int from, int to, boolean special, Spans tokens) {
        if (from < to) {
            new SpacyTokenizer(text, special, tokens).splitAtSpace(from, to);
        }
    }

    private void splitAtSpace(int from, int to) {
        boolean inSpace = Space.isSpace(text[from]);
        boolean isPlain = true;
        int start = from;
        for (int i = from; i < to; i++) {
            int classes = CharacterClasses.of(text[i]);
            boolean isSpace = (classes & CharacterClasses.SPACE) != 0;
            if (isSpace != inSpace) {
                add(start, i, inSpace, isPlain);
                start = text[i] == ' ' ? i + 1 : i;
                inSpace = isSpace;
                isPlain = true;
            }
            // Only a letter that no rule speaks of.
            isPlain &= (classes & (LETTER | PREFIX | SUFFIX | ICON)) == LETTER;
        }
        add(start, to, inSpace, isPlain);
    }

    private void add(int start, int end, boolean isSpace, boolean isPlain) {
        if (start == end) {
            return;
        }
        if (isSpace) {
            tokens.add(start, end);
        } else if (isPlain) {
            if (!addSpecial(start, end)) {
                tokens.add(start, end);
            }
        } else if (!special) {
            splitAffixes(start, end);
        } else if (!cache.add(text, start, end, tokens)) {
            int first = tokens.size();
            splitAffixes(start, end);
            cache.keep(text, start, end, tokens, first);
        }
    }

    private void splitAffixes(int start, int end) {
        int from = start;
        int to = end;
        if (suffixes == null) {
            suffixes = new Spans();
        }
        suffixes.clear();
        while (from < to && !isSpecial(from, to)) {
            int prefix = Affixes.prefix(text, from, to);
            if (prefix > 0 && from + prefix < to && isSpecial(from + prefix, to)) {
                from = addToken(from, from + prefix);
                break;
            }
            int suffix = Affixes.suffix(text, from + prefix, to);
            if (suffix > 0 && from < to - suffix && isSpecial(from, to - suffix)) {
                suffixes.add(to - suffix, to);
                to -= suffix;
                break;
            }
            if (prefix == 0 && suffix == 0) {
                break;
            }
            if (prefix > 0) {
                from = addToken(from, from + prefix);
            }
            if (suffix > 0) {
                suffixes.add(to - suffix, to);
                to -= suffix;
            }
        }
        if (from < to) {
            addMiddle(from, to);
        }
        for (int i = suffixes.size() - 1; i >= 0; i--) {
            tokens.add(suffixes.start(i), suffixes.end(i));
        }
    }

    private void addMiddle(int from, int to) {
        if (addSpecial(from, to)) {
            return;
        }
        int start = from;
        if (!UrlMatch.matches(text, from, to)) {
            for (int i = from; i < to; ) {
                int infix = Infixes.at(text, from, to, i);
                // An infix at the very beginning stays with what follows.
                if (infix > 0 && i > from) {
                    addToken(start, i);
                    addToken(i, i + infix);
                    start = i + infix;
                }
                i += Math.max(1, infix);
            }
        }
        addToken(start, to);
    }

    private int addToken(int start, int end) {
        if (start < end) {
            tokens.add(start, end);
        }
        return end;
    }

    private boolean isSpecial(int from, int to) {
        return special && SpecialCases.pieces(text, from, to) != null;
    }

    private boolean addSpecial(int from, int to) {
        int[] pieces = special ? SpecialCases.pieces(text, from, to) : null;
        if (pieces == null) {
            return false;
        }
        int start = from;
        for (int piece : pieces) {
            start = addToken(start, start + piece);
        }
        return true;
    }
}
