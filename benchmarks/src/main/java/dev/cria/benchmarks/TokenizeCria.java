package dev.cria.benchmarks;

import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What benchmarks/peers/encode.py does, by Cria: all processors, the second time counts. */
public final class TokenizeCria {

    private TokenizeCria() {}

    /** Arguments: tokenizer, texts. */
    public static void main(String[] args) throws Exception {
        List<String> texts = new ArrayList<>();
        long size = 0;
        try (DocumentReader reader = DocumentReader.open(Path.of(args[1]), new BadRows(0))) {
            while (reader.hasNext()) {
                String text = reader.next().text();
                texts.add(text);
                size += text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        try (Tokenizer tokenizer = Tokenizers.load(Path.of(args[0]))) {
            List<int[]> ids = List.of();
            double seconds = 0;
            for (int time = 0; time < 2; time++) {
                long start = System.nanoTime();
                ids = texts.parallelStream().map(tokenizer::encodeOrdinary).toList();
                seconds = (System.nanoTime() - start) / 1e9;
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long tokens = 0;
            for (int[] row : ids) {
                ByteBuffer bytes =
                        ByteBuffer.allocate(row.length * 4).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asIntBuffer().put(row);
                digest.update(bytes);
                tokens += row.length;
            }
            System.out.println(
                    String.format(
                            Locale.ROOT,
                            "%.3f %d %s",
                            size / seconds / 1e6,
                            tokens,
                            HexFormat.of().formatHex(digest.digest())));
        }
    }
}
