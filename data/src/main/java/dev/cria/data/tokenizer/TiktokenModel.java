package dev.cria.data.tokenizer;

import dev.cria.checkpoints.CorruptFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Meta's {@code tokenizer.model}: one line per ordinary token, its bytes in base64 and its rank.
 * The file has no merges and no special tokens; both are supplied here, the special tokens with the
 * names of Llama 3.1 (the file of 3.0 is the same).
 */
final class TiktokenModel {

    /** Llama 3's longest tokens have 128 bytes; the work below grows with the square of it. */
    private static final int MAX_TOKEN_BYTES = 256;

    private record Merge(int left, int right, String spelling) {}

    private TiktokenModel() {}

    static BpeVocabulary parse(byte[] content, Path file) {
        List<byte[]> tokens = tokens(content, file);
        List<String> spellings = new ArrayList<>(tokens.size());
        Map<String, Integer> rankOf = new HashMap<>(tokens.size() * 2);
        for (byte[] token : tokens) {
            String spelling = ByteAlphabet.spell(token, 0, token.length);
            if (rankOf.put(spelling, spellings.size()) != null) {
                throw new CorruptFileException(
                        file, "line " + (spellings.size() + 1) + ": the token occurs twice");
            }
            spellings.add(spelling);
        }
        return new BpeVocabulary(spellings, merges(spellings, rankOf), Llama3Vocabulary.SPECIAL_31);
    }

    /**
     * Every way to put a token together from two others, in the order of its rank and then of the
     * ranks of its parts: with these merges BPE picks what tiktoken picks. Source: {@code
     * TikTokenConverter} of transformers, which made the published tokenizer.json.
     */
    private static List<String> merges(List<String> spellings, Map<String, Integer> rankOf) {
        List<String> merges = new ArrayList<>();
        for (String token : spellings) {
            List<Merge> ways = new ArrayList<>();
            for (int cut = 1; cut < token.length(); cut++) {
                String left = token.substring(0, cut);
                Integer leftRank = rankOf.get(left);
                if (leftRank == null) {
                    continue;
                }
                String right = token.substring(cut);
                Integer rightRank = rankOf.get(right);
                if (rightRank != null) {
                    ways.add(new Merge(leftRank, rightRank, left + ' ' + right));
                }
            }
            ways.sort(Comparator.comparingInt(Merge::left).thenComparingInt(Merge::right));
            ways.forEach(way -> merges.add(way.spelling()));
        }
        return merges;
    }

    private static List<byte[]> tokens(byte[] content, Path file) {
        List<byte[]> tokens = new ArrayList<>();
        // Latin-1 keeps any byte apart, so that damage is met by the checks and not smoothed over.
        String[] lines = new String(content, StandardCharsets.ISO_8859_1).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty()) {
                tokens.add(token(line, tokens.size(), i + 1, file));
            }
        }
        if (tokens.size() < 256) {
            throw new CorruptFileException(
                    file, "has " + tokens.size() + " tokens, expected at least the 256 bytes");
        }
        return tokens;
    }

    private static byte[] token(String line, int rank, int lineNumber, Path file) {
        int space = line.indexOf(' ');
        if (space > 0 && line.substring(space + 1).equals(Integer.toString(rank))) {
            try {
                byte[] token = Base64.getDecoder().decode(line.substring(0, space));
                if (token.length > MAX_TOKEN_BYTES) {
                    throw new CorruptFileException(
                            file,
                            "line %d: a token of %d bytes, expected at most %d"
                                    .formatted(lineNumber, token.length, MAX_TOKEN_BYTES));
                }
                return token;
            } catch (IllegalArgumentException e) {
                throw new CorruptFileException(file, "line " + lineNumber + ": not base64", e);
            }
        }
        throw new CorruptFileException(
                file,
                "line "
                        + lineNumber
                        + ": expected a token in base64, a space and the rank "
                        + rank);
    }
}
