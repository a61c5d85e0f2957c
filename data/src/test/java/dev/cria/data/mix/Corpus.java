package dev.cria.data.mix;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.data.curate.Sizes;
import dev.cria.data.dataset.ExcessLength;
import dev.cria.data.dataset.LengthLimit;
import dev.cria.data.source.Columns;
import dev.cria.data.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Documents of words drawn at random, for tests. */
final class Corpus {

    private static final List<String> WORDS =
            List.of("llama", "cria", "plain", "rain", "young", "high", "grazes", "moon", "月光");

    private Corpus() {}

    /** The text of a document begins with its id, so that it can be told by its tokens. */
    static Path write(Path file, String name, int documents, int words, Random random)
            throws IOException {
        ObjectMapper json = new ObjectMapper();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < documents; i++) {
            String id = name + i;
            StringBuilder text = new StringBuilder(id);
            int count = 1 + random.nextInt(2 * words);
            for (int word = 0; word < count; word++) {
                text.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
            }
            Map<String, Object> row =
                    Map.of(
                            "id",
                            id,
                            "text",
                            text.toString(),
                            "source",
                            i % 3 == 0 ? "wiki" : "web",
                            "quality",
                            i % 10 / 10.0);
            lines.append(json.writeValueAsString(row)).append('\n');
        }
        Files.writeString(file, lines);
        return file;
    }

    static MixSource source(String name, Path path, Share share) {
        return new MixSource(name, List.of(path), Selector.ALL, share);
    }

    static MixSettings settings(Tokenizer tokenizer, Path output, MixSource... sources) {
        return new MixSettings(
                List.of(sources),
                Columns.DEFAULT,
                tokenizer,
                new LengthLimit(64, ExcessLength.CUT),
                true,
                7,
                0,
                false,
                3000,
                0,
                output,
                output.resolveSibling(output.getFileName() + ".work"),
                2,
                new Sizes(40, 1 << 20, 8, 1 << 14));
    }

    static MixSettings wanting(MixSettings s, long maxTokens, boolean allowFewer) {
        return new MixSettings(
                s.sources(),
                s.columns(),
                s.tokenizer(),
                s.limit(),
                s.shuffle(),
                s.seed(),
                maxTokens,
                allowFewer,
                s.tokensPerShard(),
                s.badRowLimit(),
                s.output(),
                s.work(),
                s.threads(),
                s.sizes());
    }

    static MixSettings with(MixSettings s, boolean shuffle, int threads, LengthLimit limit) {
        return new MixSettings(
                s.sources(),
                s.columns(),
                s.tokenizer(),
                limit,
                shuffle,
                s.seed(),
                s.maxTokens(),
                s.allowFewer(),
                s.tokensPerShard(),
                s.badRowLimit(),
                s.output(),
                s.work(),
                threads,
                s.sizes());
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
