package dev.cria.data.text;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;

/**
 * Finds any of many phrases in one pass over a text (Aho and Corasick 1975), whatever the case of
 * its letters. Edges are kept in an open hash table, so that large lists of any script fit.
 */
public final class PhraseSet {

    private static final int ROOT = 0;

    private long[] edges = new long[256];
    private int[] targets = new int[256];
    private int numEdges;
    private int[] fallbacks = new int[64];
    private boolean[] ends = new boolean[64];

    /** Of the phrase that a state spells; 0 where it is only the beginning of one. */
    private int[] lengths = new int[64];

    private int states = 1;

    /** Characters that begin a phrase. */
    private final boolean[] begins = new boolean[Character.MAX_VALUE + 1];

    /** Empty phrases are left out. */
    public PhraseSet(Collection<String> phrases) {
        for (String phrase : phrases) {
            if (!phrase.isEmpty()) {
                add(phrase);
            }
        }
        link();
    }

    /** Whether any of them occurs in a stretch. */
    public boolean occursIn(char[] text, int from, int to) {
        return endOfFirst(text, from, to) >= 0;
    }

    /** Where the first one to end ends: behind its last character; -1 for none. */
    public int endOfFirst(char[] text, int from, int to) {
        int state = ROOT;
        for (int i = from; i < to; i++) {
            char c = fold(text[i]);
            if (state == ROOT && !begins[c]) {
                continue;
            }
            state = next(state, c);
            if (ends[state]) {
                return i + 1;
            }
        }
        return -1;
    }

    /** Is told where a phrase begins and ends. */
    @FunctionalInterface
    public interface Visitor {

        /** Of {@code end}, behind the last character. */
        void found(int start, int end);
    }

    /** Visits every occurrence of each of them, also inside of others, by where they end. */
    public void forEach(char[] text, int from, int to, Visitor visitor) {
        int state = ROOT;
        for (int i = from; i < to; i++) {
            char c = fold(text[i]);
            if (state == ROOT && !begins[c]) {
                continue;
            }
            state = next(state, c);
            for (int s = state; ends[s]; s = fallbacks[s]) {
                if (lengths[s] > 0) {
                    visitor.found(i + 1 - lengths[s], i + 1);
                }
            }
        }
    }

    private static char fold(char c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 0x20) : c;
        }
        return Character.toLowerCase(c);
    }

    private int next(int from, char c) {
        int state = from;
        while (true) {
            int target = target(state, c);
            if (target >= 0 || state == ROOT) {
                return Math.max(ROOT, target);
            }
            state = fallbacks[state];
        }
    }

    private void add(String phrase) {
        int state = ROOT;
        for (int i = 0; i < phrase.length(); i++) {
            char c = fold(phrase.charAt(i));
            begins[c] |= i == 0;
            int target = target(state, c);
            if (target < 0) {
                target = newState();
                putEdge(state, c, target);
            }
            state = target;
        }
        ends[state] = true;
        lengths[state] = phrase.length();
    }

    /** Fallbacks in the order of depth, so that those of shorter stretches are known. */
    private void link() {
        long[] byState = new long[numEdges];
        int n = 0;
        for (int slot = 0; slot < edges.length; slot++) {
            if (targets[slot] != 0) {
                byState[n++] = edges[slot];
            }
        }
        Arrays.sort(byState);
        Deque<Integer> waiting = new ArrayDeque<>();
        waiting.add(ROOT);
        while (!waiting.isEmpty()) {
            int state = waiting.remove();
            int at = Arrays.binarySearch(byState, (long) state << 16);
            for (int i = at < 0 ? -at - 1 : at; i < n && byState[i] >>> 16 == state; i++) {
                char c = (char) byState[i];
                int target = target(state, c);
                fallbacks[target] = state == ROOT ? ROOT : next(fallbacks[state], c);
                ends[target] |= ends[fallbacks[target]];
                waiting.add(target);
            }
        }
    }

    private int newState() {
        if (states == fallbacks.length) {
            fallbacks = Arrays.copyOf(fallbacks, 2 * states);
            ends = Arrays.copyOf(ends, 2 * states);
            lengths = Arrays.copyOf(lengths, 2 * states);
        }
        return states++;
    }

    /** Where an edge leads; -1 if there is none. No edge leads to the root. */
    private int target(int state, char c) {
        int target = targets[slot(edges, targets, ((long) state << 16) | c)];
        return target == 0 ? -1 : target;
    }

    private void putEdge(int state, char c, int target) {
        if (2 * ++numEdges > edges.length) {
            long[] moreEdges = new long[2 * edges.length];
            int[] moreTargets = new int[2 * edges.length];
            for (int i = 0; i < edges.length; i++) {
                if (targets[i] != 0) {
                    int slot = slot(moreEdges, moreTargets, edges[i]);
                    moreEdges[slot] = edges[i];
                    moreTargets[slot] = targets[i];
                }
            }
            edges = moreEdges;
            targets = moreTargets;
        }
        long edge = ((long) state << 16) | c;
        int slot = slot(edges, targets, edge);
        edges[slot] = edge;
        targets[slot] = target;
    }

    private static int slot(long[] edges, int[] targets, long edge) {
        int mask = edges.length - 1;
        int slot = (int) ((edge * 0x9e3779b97f4a7c15L) >>> 40) & mask;
        while (targets[slot] != 0 && edges[slot] != edge) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
