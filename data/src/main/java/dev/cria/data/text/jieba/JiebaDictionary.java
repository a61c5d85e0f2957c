package dev.cria.data.text.jieba;

import com.huaban.analysis.jieba.JiebaSegmenter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * jieba's 349,047 words with the logarithms of their relative frequencies, as a trie whose edges
 * lie in an open hash table. The words come from the jar of jieba-analysis 1.0.2.
 */
final class JiebaDictionary {

    /** No word and not the beginning of one. */
    static final int NONE = 0;

    private static final int ROOT = 1;

    /** jieba 0.42 has one entry more than jieba-analysis. */
    private static final String MORE = "吉林 89 ns";

    private static final class Holder {
        static final JiebaDictionary INSTANCE = new JiebaDictionary();
    }

    private long[] edges = new long[1 << 20];
    private int[] targets = new int[1 << 20];

    /** Not a number where no word ends. */
    private double[] logs = new double[1 << 19];

    private int nodes = ROOT + 1;

    /** The node of each word's first character; most steps begin here. */
    private final int[] first = new int[Character.MAX_VALUE + 1];

    private final double logTotal;

    private JiebaDictionary() {
        Arrays.fill(logs, Double.NaN);
        long total = 0;
        try (InputStream stream = JiebaSegmenter.class.getResourceAsStream("/dict.txt");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                total += add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        total += add(MORE);
        logTotal = Math.log((double) total);
    }

    static JiebaDictionary instance() {
        return Holder.INSTANCE;
    }

    /** The node of a character at the beginning of a word; {@link #NONE} if none begins so. */
    int first(char c) {
        return first[c];
    }

    /** The node of one character more; {@link #NONE} if no word goes on so. */
    int next(int node, char c) {
        return targets[slot(((long) node << 16) | c)];
    }

    /** Whether a word ends at a node. */
    boolean isWord(int node) {
        return !Double.isNaN(logs[node]);
    }

    /** The logarithm of the relative frequency of the word that ends at a node. */
    double logFrequency(int node) {
        return logs[node] - logTotal;
    }

    /** The logarithm of the relative frequency of what is no word. */
    double logUnknown() {
        return -logTotal;
    }

    private long add(String line) {
        int wordEnd = line.indexOf(' ');
        int end = line.indexOf(' ', wordEnd + 1);
        long frequency = Long.parseLong(line.substring(wordEnd + 1, end));
        int node = child(ROOT, line.charAt(0));
        first[line.charAt(0)] = node;
        for (int i = 1; i < wordEnd; i++) {
            node = child(node, line.charAt(i));
        }
        logs[node] = Math.log((double) frequency);
        return frequency;
    }

    private int child(int node, char c) {
        long edge = ((long) node << 16) | c;
        int slot = slot(edge);
        if (targets[slot] == NONE) {
            if (nodes == logs.length) {
                logs = Arrays.copyOf(logs, 2 * nodes);
                Arrays.fill(logs, nodes, 2 * nodes, Double.NaN);
            }
            if (2 * nodes > edges.length) {
                grow();
                slot = slot(edge);
            }
            edges[slot] = edge;
            targets[slot] = nodes++;
        }
        return targets[slot];
    }

    private void grow() {
        long[] oldEdges = edges;
        int[] oldTargets = targets;
        edges = new long[2 * oldEdges.length];
        targets = new int[2 * oldTargets.length];
        for (int i = 0; i < oldEdges.length; i++) {
            if (oldTargets[i] != NONE) {
                int slot = slot(oldEdges[i]);
                edges[slot] = oldEdges[i];
                targets[slot] = oldTargets[i];
            }
        }
    }

    private int slot(long edge) {
        int mask = edges.length - 1;
        int slot = (int) ((edge * 0x9e3779b97f4a7c15L) >>> 32) & mask;
        while (targets[slot] != NONE && edges[slot] != edge) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
