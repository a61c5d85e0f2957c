package dev.cria.data.filter;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Finds any of many phrases in a text: a trie over lower-case characters. */
final class Phrases {

    private static final class Node {
        final Map<Character, Node> next = new HashMap<>();
        boolean ends;
    }

    private final Node root = new Node();
    private final boolean wholeWords;

    /**
     * Compiles phrases, which are lower case.
     *
     * @param wholeWords whether a match must not touch a letter or digit on either side
     */
    Phrases(Collection<String> phrases, boolean wholeWords) {
        this.wholeWords = wholeWords;
        for (String phrase : phrases) {
            Node node = root;
            for (int i = 0; i < phrase.length(); i++) {
                node = node.next.computeIfAbsent(phrase.charAt(i), c -> new Node());
            }
            node.ends = true;
        }
    }

    /** Whether the text, which is lower case, holds a phrase. */
    boolean occursIn(String text) {
        for (int start = 0; start < text.length(); start++) {
            if (wholeWords && start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
                continue;
            }
            if (matchesAt(text, start)) {
                return true;
            }
        }
        return false;
    }

    private boolean matchesAt(String text, int start) {
        Node node = root;
        for (int i = start; i < text.length(); i++) {
            node = node.next.get(text.charAt(i));
            if (node == null) {
                return false;
            }
            if (node.ends && (!wholeWords || isWordEnd(text, i + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWordEnd(String text, int position) {
        return position == text.length() || !Character.isLetterOrDigit(text.charAt(position));
    }
}
