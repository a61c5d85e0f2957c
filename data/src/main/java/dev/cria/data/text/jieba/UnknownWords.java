package dev.cria.data.text.jieba;

import com.huaban.analysis.jieba.JiebaSegmenter;
import dev.cria.data.text.Spans;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * jieba's finalseg: words that are not in the dictionary, by the most probable sequence of
 * characters that begin a word (B), end one (E), stand in the middle (M) or alone (S). Its numbers
 * are those of jieba; emissions come from the jar of jieba-analysis 1.0.2.
 */
final class UnknownWords {

    /** The order in which jieba prefers states that are as probable. */
    private static final String STATES = "BEMS";

    private static final int B = 0;
    private static final int E = 1;
    private static final int M = 2;
    private static final int S = 3;

    private static final double NEVER = -3.14e100;

    private static final double[] START = {-0.26268660809250016, NEVER, NEVER, -1.4652633398537678};

    /** What may stand in front of each state, the one that is preferred last. */
    private static final int[][] BEFORE = {{E, S}, {B, M}, {B, M}, {E, S}};

    /** To each state from those in front. */
    private static final double[][] STEP = {
        {-0.5897149736854513, -0.7211965654669841},
        {-0.51082562376599, -0.33344856811948514},
        {-0.916290731874155, -1.2603623820268226},
        {-0.8085250474669937, -0.6658631448798212}
    };

    /** By character and state. */
    private static final double[] EMISSIONS = emissions();

    private UnknownWords() {}

    /** Splits a stretch of Chinese characters of which no word was found. */
    static void split(char[] text, int from, int to, Spans words) {
        int length = to - from;
        byte[] previous = new byte[4 * length];
        double[] scores = new double[4];
        double[] next = new double[4];
        for (int state = 0; state < 4; state++) {
            scores[state] = START[state] + EMISSIONS[4 * text[from] + state];
        }
        for (int i = 1; i < length; i++) {
            for (int state = 0; state < 4; state++) {
                double emission = EMISSIONS[4 * text[from + i] + state];
                int[] before = BEFORE[state];
                double one = scores[before[0]] + STEP[state][0] + emission;
                double other = scores[before[1]] + STEP[state][1] + emission;
                boolean isOther = other >= one;
                next[state] = isOther ? other : one;
                previous[4 * i + state] = (byte) before[isOther ? 1 : 0];
            }
            double[] done = scores;
            scores = next;
            next = done;
        }
        int state = scores[S] >= scores[E] ? S : E;
        byte[] path = new byte[length];
        for (int i = length - 1; i >= 0; i--) {
            path[i] = (byte) state;
            state = previous[4 * i + state];
        }
        addWords(path, from, words);
    }

    private static void addWords(byte[] path, int from, Spans words) {
        int start = 0;
        for (int i = 0; i < path.length; i++) {
            if (path[i] == B) {
                start = i;
            } else if (path[i] == E) {
                words.add(from + start, from + i + 1);
                start = i + 1;
            } else if (path[i] == S) {
                words.add(from + i, from + i + 1);
                start = i + 1;
            }
        }
        if (start < path.length) {
            words.add(from + start, from + path.length);
        }
    }

    private static double[] emissions() {
        double[] emissions = new double[4 * (Character.MAX_VALUE + 1)];
        Arrays.fill(emissions, NEVER);
        try (InputStream stream = JiebaSegmenter.class.getResourceAsStream("/prob_emit.txt");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            int state = -1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tab = line.indexOf('\t');
                if (tab < 0) {
                    state = STATES.indexOf(line.strip());
                } else if (tab == 1) {
                    emissions[4 * line.charAt(0) + state] = Double.parseDouble(line.substring(2));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return emissions;
    }
}
