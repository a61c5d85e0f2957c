package dev.cria.data.language;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Naive Bayes over {@link Grams}: to each gram belong the languages in which it was common, and by
 * how much more probable it is in them than one that was never seen. Safe for use by several
 * threads.
 */
public final class LanguageModel {

    static final double WEIGHT_STEP = 1 / 24.0;

    private static final int MAGIC = 0x4C414E32;
    private static final int WINDOW = 400;
    private static final int WINDOWS = 3;

    private final List<String> codes;
    private final byte[] priors;
    private final double sharpness;
    private final int[] hashes;
    private final int[] starts;
    private final byte[] languages;
    private final byte[] weights;

    /** In the upper half a hash, in the lower its place among the hashes, from 1. */
    private final long[] slots;

    private final ThreadLocal<GramCounts> counts;

    /**
     * @param priors how much more probable a language is than a rare one, in steps of its log
     * @param sharpness how much a difference of scores counts for probabilities
     * @param hashes of grams, ascending
     * @param starts for each gram the first of its languages; one more at the end
     * @param languages index into codes
     * @param weights log of the ratio of probabilities, in steps
     */
    LanguageModel(
            List<String> codes,
            byte[] priors,
            double sharpness,
            int[] hashes,
            int[] starts,
            byte[] languages,
            byte[] weights) {
        this.codes = List.copyOf(codes);
        this.priors = priors;
        this.sharpness = sharpness;
        this.hashes = hashes;
        this.starts = starts;
        this.languages = languages;
        this.weights = weights;
        counts = ThreadLocal.withInitial(() -> new GramCounts(hashes.length));
        slots = new long[Integer.highestOneBit(hashes.length) * 2];
        for (int i = 0; i < hashes.length; i++) {
            int slot = slot(hashes[i]);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = (long) hashes[i] << Integer.SIZE | (i + 1);
        }
    }

    private static final class Shipped {
        private static final LanguageModel MODEL = read();

        private static LanguageModel read() {
            try (InputStream in =
                    LanguageModel.class.getResourceAsStream("language-model.bin.gz")) {
                return LanguageModel.read(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The model that is part of Cria; docs/curation.md says how good it is. */
    public static LanguageModel shipped() {
        return Shipped.MODEL;
    }

    /** The codes of the languages that are told apart. */
    public List<String> codes() {
        return codes;
    }

    /** Guesses from up to three windows of 400 characters: beginning, middle and end. */
    public LanguageGuess guess(CharSequence text) {
        GramCounts grams = counts.get();
        grams.clear();
        int length = text.length();
        if (length <= WINDOW * WINDOWS) {
            count(text, 0, length, grams);
        } else {
            for (int window = 0; window < WINDOWS; window++) {
                int from = (length - WINDOW) / (WINDOWS - 1) * window;
                count(text, from, from + WINDOW, grams);
            }
        }
        int[] scores = new int[codes.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = priors[i] & 0xFF;
        }
        // A gram has a hundred languages on average, and a few grams are most of a text.
        grams.each(
                (index, times) -> {
                    for (int i = starts[index]; i < starts[index + 1]; i++) {
                        scores[languages[i] & 0xFF] += times * (weights[i] & 0xFF);
                    }
                });
        return best(scores, grams.all());
    }

    private void count(CharSequence text, int from, int to, GramCounts grams) {
        Grams.each(text, from, to, hash -> grams.add(find(hash)));
    }

    private LanguageGuess best(int[] scores, int grams) {
        if (grams == 0) {
            return new LanguageGuess("", 0);
        }
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        double scale = WEIGHT_STEP * sharpness / Math.sqrt(grams);
        double sum = 0;
        for (int score : scores) {
            sum += Math.exp((score - scores[best]) * scale);
        }
        return new LanguageGuess(codes.get(best), 1 / sum);
    }

    private int find(int hash) {
        int slot = slot(hash);
        while (slots[slot] != 0) {
            if ((int) (slots[slot] >> Integer.SIZE) == hash) {
                return (int) slots[slot] - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    private int slot(int hash) {
        int mixed = hash * 0x9E3779B9;
        return (mixed ^ mixed >>> 16) & (slots.length - 1);
    }

    /** The same model with another sharpness. */
    LanguageModel withSharpness(double other) {
        return new LanguageModel(codes, priors, other, hashes, starts, languages, weights);
    }

    void write(OutputStream target) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(target))) {
            out.writeInt(MAGIC);
            out.writeDouble(sharpness);
            out.writeUTF(String.join(" ", codes));
            out.write(priors);
            out.writeInt(hashes.length);
            for (int i = 0; i < hashes.length; i++) {
                out.writeInt(hashes[i] - (i == 0 ? 0 : hashes[i - 1]));
            }
            for (int i = 0; i < hashes.length; i++) {
                out.writeByte(starts[i + 1] - starts[i]);
            }
            out.write(languages);
            out.write(weights);
        }
    }

    static LanguageModel read(InputStream source) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(new GZIPInputStream(source)))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("no language model");
            }
            double sharpness = in.readDouble();
            List<String> codes = Arrays.asList(in.readUTF().split(" ", -1));
            byte[] priors = in.readNBytes(codes.size());
            int[] hashes = new int[in.readInt()];
            for (int i = 0; i < hashes.length; i++) {
                hashes[i] = in.readInt() + (i == 0 ? 0 : hashes[i - 1]);
            }
            int[] starts = new int[hashes.length + 1];
            for (int i = 0; i < hashes.length; i++) {
                starts[i + 1] = starts[i] + in.readUnsignedByte();
            }
            byte[] languages = in.readNBytes(starts[hashes.length]);
            byte[] weights = in.readNBytes(starts[hashes.length]);
            return new LanguageModel(codes, priors, sharpness, hashes, starts, languages, weights);
        }
    }
}
