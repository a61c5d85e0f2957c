package dev.cria.trainer.generate;

import dev.cria.data.tokenizer.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of an answer as it grows. Tells a listener what can no longer be part of a stop text, in
 * whole characters.
 */
final class AnswerText {

    private final Tokenizer tokenizer;
    private final List<byte[]> stops;
    private final AnswerListener listener;
    private final int sample;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Where each token ends in the bytes. */
    private final IntList ends = new IntList();

    private final List<Choice> choices = new ArrayList<>();
    private int toldTokens;
    private int toldBytes;
    private int stoppedAt = -1;

    private AnswerText(
            Tokenizer tokenizer, List<byte[]> stops, AnswerListener listener, int sample) {
        this.tokenizer = tokenizer;
        this.stops = stops;
        this.listener = listener;
        this.sample = sample;
    }

    /**
     * The text of the first sample of a request.
     *
     * @param tokenizer null where only tokens matter
     */
    static AnswerText of(Tokenizer tokenizer, List<String> stops, AnswerListener listener) {
        return new AnswerText(
                tokenizer,
                stops.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toList(),
                listener,
                0);
    }

    /** The text of another sample. */
    AnswerText forSample(int number) {
        return new AnswerText(tokenizer, stops, listener, number);
    }

    /** Takes a token in; true if a stop text is there. */
    boolean append(Choice choice) {
        int before = bytes.size();
        if (tokenizer != null) {
            bytes.writeBytes(tokenizer.decodeBytes(new int[] {choice.token()}));
        }
        choices.add(choice);
        ends.add(bytes.size());
        byte[] all = bytes.toByteArray();
        for (byte[] stop : stops) {
            int at = find(all, stop, Math.max(0, before - stop.length + 1));
            if (at >= 0 && (stoppedAt < 0 || at < stoppedAt)) {
                stoppedAt = at;
            }
        }
        tell(stoppedAt >= 0 ? stoppedAt : all.length - held(all), false);
        return stoppedAt >= 0;
    }

    /** Nothing follows: what was held back is told. */
    void end() {
        tell(stoppedAt >= 0 ? stoppedAt : bytes.size(), true);
    }

    /** Tokens that are part of the answer: all that end before a stop text begins. */
    int keptTokens() {
        if (stoppedAt < 0) {
            return choices.size();
        }
        int kept = 0;
        while (kept < ends.size() && ends.get(kept) <= stoppedAt) {
            kept++;
        }
        return kept;
    }

    /** The text so far, up to a stop text. */
    String text() {
        int length = stoppedAt < 0 ? bytes.size() : stoppedAt;
        return new String(bytes.toByteArray(), 0, length, StandardCharsets.UTF_8);
    }

    private void tell(int safe, boolean last) {
        while (toldTokens < choices.size() && ends.get(toldTokens) <= safe) {
            Choice choice = choices.get(toldTokens++);
            listener.token(sample, choice.token(), choice.logProb(), choice.top());
        }
        byte[] all = bytes.toByteArray();
        int whole = last ? safe : wholeCharacters(all, toldBytes, safe);
        if (whole > toldBytes) {
            listener.text(
                    sample, new String(all, toldBytes, whole - toldBytes, StandardCharsets.UTF_8));
            toldBytes = whole;
        }
    }

    /** The end of the last character that is complete before {@code end}. */
    private static int wholeCharacters(byte[] all, int from, int end) {
        int start = end;
        while (start > from && end - start < 4) {
            int lead = all[--start] & 0xff;
            if (lead < 0x80) {
                return end;
            }
            if (lead >= 0xc0) {
                int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
                return end - start >= length ? end : start;
            }
        }
        return end;
    }

    /** Bytes at the end that a stop text could begin with. */
    private int held(byte[] all) {
        int most = 0;
        for (byte[] stop : stops) {
            for (int length = Math.min(stop.length - 1, all.length); length > most; length--) {
                if (matches(all, all.length - length, stop, length)) {
                    most = length;
                    break;
                }
            }
        }
        return most;
    }

    private static int find(byte[] all, byte[] part, int from) {
        for (int at = from; at + part.length <= all.length; at++) {
            if (matches(all, at, part, part.length)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] all, int at, byte[] part, int length) {
        for (int i = 0; i < length; i++) {
            if (all[at + i] != part[i]) {
                return false;
            }
        }
        return true;
    }
}
