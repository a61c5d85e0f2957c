import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** See scripts/generate-documents. */
final class GenerateDocuments {

    private static final int WORDS = 50_000;
    private static final int COPIES_ONE_IN = 10;
    private static final int NEAR_COPIES_ONE_IN = 20;
    private static final int REPETITIVE_ONE_IN = 25;
    private static final int SHORT_ONE_IN = 15;
    private static final int BROKEN_ONE_IN = 20_000;
    private static final String[] STOP_WORDS = {
        "the", "be", "to", "of", "and", "that", "have", "with", "in", "is", "it", "for", "as", "was"
    };

    private final String[] words = new String[WORDS];

    private GenerateDocuments() {
        Random letters = new Random(1);
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            int syllables = 1 + letters.nextInt(4);
            for (int s = 0; s < syllables; s++) {
                word.append("bcdfghklmnprstvw".charAt(letters.nextInt(16)));
                word.append("aeiou".charAt(letters.nextInt(5)));
                if (letters.nextInt(3) == 0) {
                    word.append("nrslt".charAt(letters.nextInt(5)));
                }
            }
            words[i] = word.toString();
        }
    }

    public static void main(String[] arguments) throws IOException {
        long bytes = Long.parseLong(arguments[0]) << 20;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
        new GenerateDocuments().write(bytes, Path.of(arguments[1]), seed);
    }

    private void write(long bytes, Path file, long seed) throws IOException {
        Random random = new Random(seed);
        long written = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long i = 0; written < bytes; i++) {
                String line =
                        random.nextInt(BROKEN_ONE_IN) == 0
                                ? "{\"id\":\"" + i + "\",\"text\":\n"
                                : row(i, text(i, random));
                byte[] row = line.getBytes(StandardCharsets.US_ASCII);
                out.write(row);
                written += row.length;
            }
        }
    }

    private static String row(long number, String text) {
        return "{\"id\":\"%d\",\"url\":\"https://site-%d.example/%d\",\"text\":\"%s\"}\n"
                .formatted(number, number % 9973, number, text);
    }

    private String text(long number, Random random) {
        if (random.nextInt(COPIES_ONE_IN) == 0) {
            return text(new Random(random.nextInt(5000)));
        }
        if (random.nextInt(NEAR_COPIES_ONE_IN) == 0) {
            return text(new Random(random.nextInt(5000))) + " " + sentence(random);
        }
        if (random.nextInt(REPETITIVE_ONE_IN) == 0) {
            return (sentence(random) + "\\n").repeat(20);
        }
        if (random.nextInt(SHORT_ONE_IN) == 0) {
            return sentence(random);
        }
        return text(new Random(number + (1L << 40)));
    }

    private String text(Random random) {
        StringBuilder text = new StringBuilder();
        int paragraphs = 2 + random.nextInt(6);
        for (int p = 0; p < paragraphs; p++) {
            int sentences = 2 + random.nextInt(6);
            for (int s = 0; s < sentences; s++) {
                text.append(sentence(random)).append(s + 1 < sentences ? " " : "\\n\\n");
            }
        }
        return text.toString();
    }

    private String sentence(Random random) {
        StringBuilder sentence = new StringBuilder();
        int count = 6 + random.nextInt(15);
        for (int i = 0; i < count; i++) {
            String word =
                    random.nextInt(3) == 0
                            ? STOP_WORDS[random.nextInt(STOP_WORDS.length)]
                            : words[(int) (Math.pow(WORDS, random.nextDouble())) - 1];
            if (i == 0) {
                word = Character.toUpperCase(word.charAt(0)) + word.substring(1);
            }
            sentence.append(i == 0 ? "" : " ").append(word);
        }
        return sentence.append('.').toString();
    }
}
