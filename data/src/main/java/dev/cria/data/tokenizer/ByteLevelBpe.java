package dev.cria.data.tokenizer;

import dev.cria.checkpoints.durable.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * Byte-level BPE as a tokenizer.json defines it. Special tokens are found here and ordinary text
 * goes to an encoder that knows no special tokens: ordinary text cannot turn into one.
 */
final class ByteLevelBpe implements Tokenizer {

    private static final byte[] UNKNOWN = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    private final OrdinaryBpe ordinary;
    private final SpecialTokens special;
    private final TokenTable tokens;
    private final CompletableFuture<String> fingerprint;

    /**
     * @param json a whole tokenizer.json
     * @param file where it comes from, for messages
     */
    ByteLevelBpe(byte[] json, Path file) {
        // Takes a while and waits for nothing that is read below.
        fingerprint = CompletableFuture.supplyAsync(() -> Sha256.of(json));
        TokenizerJson parsed = TokenizerJson.parse(json, file);
        tokens = parsed.table();
        special = new SpecialTokens(tokens.added().keySet());
        ordinary = OrdinaryBpes.of(parsed, file);
    }

    @Override
    public int[] encode(String text) {
        IntBuilder ids = new IntBuilder();
        for (SpecialTokens.Segment segment : special.split(text)) {
            if (segment.special()) {
                ids.add(requireTokenId(segment.text()));
            } else {
                ids.addAll(encodeOrdinary(segment.text()));
            }
        }
        return ids.toArray();
    }

    @Override
    public int[] encodeOrdinary(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        return ordinary.encode(text);
    }

    @Override
    public int specialAt(String text, int at) {
        String found = special.tokenAt(text, at);
        return found == null ? 0 : found.length();
    }

    @Override
    public byte[] decodeBytes(int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ids.length * 4);
        for (int id : ids) {
            // Models with a padded vocabulary may emit ids that no token has.
            bytes.writeBytes(tokens.has(id) ? tokens.bytesOf(id) : UNKNOWN);
        }
        return bytes.toByteArray();
    }

    @Override
    public int vocabSize() {
        return tokens.size();
    }

    @Override
    public OptionalInt tokenId(String token) {
        return tokens.idOf(token);
    }

    @Override
    public String fingerprint() {
        return fingerprint.join();
    }

    @Override
    public void close() {
        ordinary.close();
    }
}
