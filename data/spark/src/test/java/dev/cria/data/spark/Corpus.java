package dev.cria.data.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.data.curate.ChosenStep;
import dev.cria.data.curate.CurateSettings;
import dev.cria.data.curate.Curator;
import dev.cria.data.curate.OutputFormat;
import dev.cria.data.curate.Sizes;
import dev.cria.data.curate.StepCatalog;
import dev.cria.data.source.Columns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Documents with copies, near copies, common lines, short texts and rows that are none. */
record Corpus(Path folder) {

    private static final String[] WORDS =
            "the of and to have be with that morning river stone light under garden letters seven"
                    .split(" ");

    /** Files of different sizes. */
    List<Path> files(int... counts) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            files.add(file("file" + i, counts[i]));
        }
        return files;
    }

    private Path file(String name, int count) throws IOException {
        Random random = new Random(count);
        ObjectMapper json = new ObjectMapper();
        StringBuilder lines = new StringBuilder("not json\n");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = "a common line of the text %d\n".formatted(i % 5) + words(random, 60);
            if (i % 11 == 3) {
                text = texts.get(random.nextInt(texts.size()));
            } else if (i % 7 == 4) {
                text = texts.get(random.nextInt(texts.size())) + " again";
            } else if (i % 13 == 5) {
                text = "short";
            } else if (i % 17 == 6) {
                text = rareWords(i);
            }
            texts.add(text);
            Map<String, String> row = Map.of("id", name + "-" + i, "text", text);
            lines.append(json.writeValueAsString(new TreeMap<>(row))).append('\n');
        }
        return Files.writeString(folder.resolve(name + ".jsonl"), lines);
    }

    private static String rareWords(int number) {
        StringBuilder text = new StringBuilder("the of and to be have with that");
        for (int i = 0; i < 50; i++) {
            text.append(" x").append((char) ('a' + i % 26)).append(number % 10).append("qw");
        }
        return text.append('.').toString();
    }

    private static String words(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(i % 10 == 9 ? ".\n" : " ");
        }
        return text.toString();
    }

    /** Steps of every kind, into a folder of a name. */
    CurateSettings settings(List<Path> inputs, String name, Sizes sizes) {
        return new CurateSettings(
                inputs,
                Columns.DEFAULT,
                folder.resolve(name),
                folder.resolve(name + ".work"),
                List.of(
                        choose("gopher_quality", Map.of("min_words", 20)),
                        choose("exact_dedup", Map.of()),
                        choose("line_dedup", Map.of("max_occurrences", 3, "bucket_documents", 50)),
                        choose("minhash_dedup", Map.of("size_field", "copies")),
                        choose("token_divergence", Map.of("min_words", 20, "max_divergence", 5)),
                        choose("word_list", Map.of())),
                OutputFormat.JSONL,
                10,
                true,
                2,
                sizes);
    }

    private static ChosenStep choose(String name, Map<String, ?> given) {
        return StepCatalog.choose(name, given, Path.of(""), 0);
    }

    /** The funnel and the bad rows, the kept lines in order, the dropped ones sorted. */
    static String everything(CurateSettings settings) throws IOException {
        Path output = settings.output();
        return String.join(
                "\n",
                Files.readString(output.resolve(Curator.FUNNEL)),
                Files.readString(output.resolve(Curator.BAD_ROWS)),
                String.join("\n", lines(output.resolve(Curator.DOCUMENTS)).toList()),
                dropped(output.resolve(Curator.DROPPED)));
    }

    private static Stream<String> lines(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream().flatMap(Corpus::linesOf);
        }
    }

    private static Stream<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String dropped(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                try (var reader =
                        dev.cria.data.source.DocumentReader.open(
                                file, new dev.cria.data.source.BadRows(0))) {
                    reader.forEachRemaining(document -> lines.add(document.toString()));
                }
            }
        }
        return String.join("\n", lines.stream().sorted().toList());
    }
}
