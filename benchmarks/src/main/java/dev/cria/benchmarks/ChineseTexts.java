package dev.cria.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/**
 * Parts Chinese and English texts into what a model learns and what it is examined on. The parts of
 * a text are decided by a checksum of its id, so that they are the same wherever this runs. Texts
 * that hold a line of a poem that is held out are left out of what is learnt, and explanations of
 * idioms that are asked for are, too.
 */
public final class ChineseTexts {

    /** One of so many documents, blocks or idioms is held out. */
    private static final int HELD_OUT = 20;

    /** Lines of the classics that stay together. */
    private static final int BLOCK = 40;

    /** Characters from which on a line that two texts share is no accident. */
    private static final int TELLING = 8;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern QUOTED = Pattern.compile("“(.*?)”");

    private final Path curated;
    private final Path shared;
    private final Path out;

    private ChineseTexts(Path curated, Path shared, Path out) {
        this.curated = curated;
        this.shared = shared;
        this.out = out;
    }

    /**
     * Arguments: the folder of curated Chinese documents (JSON lines), the folder of reference
     * files, and where to write.
     */
    public static void main(String[] args) throws IOException {
        new ChineseTexts(Path.of(args[0]), Path.of(args[1]), Path.of(args[2])).write();
    }

    private void write() throws IOException {
        Files.createDirectories(out);
        Set<String> secret = classics();
        modern(secret);
        english();
        idioms();
        conversations(secret);
    }

    /** Writes blocks of the classics; answers the telling lines of those that are held out. */
    private Set<String> classics() throws IOException {
        List<String> learnt = new ArrayList<>();
        List<String> heldOut = new ArrayList<>();
        Set<String> secret = new HashSet<>();
        List<String> lines = Files.readAllLines(shared.resolve("data/text/zh_classic.txt"));
        for (int start = 0; start < lines.size(); start += BLOCK) {
            List<String> block = lines.subList(start, Math.min(lines.size(), start + BLOCK));
            boolean out = isHeldOut("classic-" + start / BLOCK);
            (out ? heldOut : learnt)
                    .add(text("classic-" + start / BLOCK, String.join("\n", block)));
            if (out) {
                block.stream()
                        .map(String::strip)
                        .filter(l -> l.length() >= TELLING)
                        .forEach(secret::add);
            }
        }
        write("classic.jsonl", learnt);
        write("classic-heldout.jsonl", heldOut);
        return secret;
    }

    private void modern(Set<String> secret) throws IOException {
        List<String> learnt = new ArrayList<>();
        List<String> heldOut = new ArrayList<>();
        for (JsonNode document : rows(curated)) {
            String id = document.path("id").asText();
            String text = document.path("text").asText();
            if (isHeldOut(id)) {
                heldOut.add(text(id, text));
            } else if (!holds(text, secret)) {
                learnt.add(text(id, text));
            }
        }
        write("modern.jsonl", learnt);
        write("modern-heldout.jsonl", heldOut);
    }

    private void english() throws IOException {
        List<String> learnt = new ArrayList<>();
        List<String> heldOut = new ArrayList<>();
        for (JsonNode document : rows(shared.resolve("data/text/corpus-en-20k.jsonl.gz"))) {
            String id = document.path("id").asText();
            // There is more of it than of the others: as much is held out.
            (isOneOf(5 * HELD_OUT, id) ? heldOut : learnt)
                    .add(text(id, document.path("text").asText()));
        }
        write("english.jsonl", learnt);
        write("english-heldout.jsonl", heldOut);
    }

    private void idioms() throws IOException {
        List<String> learnt = new ArrayList<>();
        List<String> heldOut = new ArrayList<>();
        for (JsonNode row : rows(shared.resolve("data/sft/zh_idiom_sft.jsonl"))) {
            String question = row.path("messages").path(0).path("content").asText();
            (isHeldOut(idiom(question)) ? heldOut : learnt).add(row.toString());
        }
        write("idioms.jsonl", learnt);
        write("idioms-heldout.jsonl", heldOut);
        List<String> choices = new ArrayList<>();
        for (JsonNode row : rows(shared.resolve("data/eval/zh_idiom_mc.jsonl"))) {
            if (isHeldOut(idiom(row.path("question").asText()))) {
                choices.add(row.toString());
            }
        }
        write("zh_idiom/zh_idiom_mc.jsonl", choices);
    }

    private void conversations(Set<String> secret) throws IOException {
        List<String> learnt = new ArrayList<>();
        for (JsonNode row : rows(shared.resolve("data/sft/zh_poem_explain_sft.jsonl"))) {
            if (!holds(row.path("messages").path(0).path("content").asText(), secret)) {
                learnt.add(row.toString());
            }
        }
        write("poems.jsonl", learnt);
        Files.copy(shared.resolve("data/sft/alpaca_zh_demo.json"), out.resolve("alpaca.json"));
    }

    private static boolean holds(String text, Set<String> secret) {
        return text.lines().map(String::strip).anyMatch(secret::contains);
    }

    private static String idiom(String question) {
        Matcher quoted = QUOTED.matcher(question);
        return quoted.find() ? quoted.group(1) : question;
    }

    private static boolean isHeldOut(String id) {
        return isOneOf(HELD_OUT, id);
    }

    private static boolean isOneOf(int many, String id) {
        CRC32 checksum = new CRC32();
        checksum.update(id.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue() % many == 0;
    }

    private static String text(String id, String text) {
        return JSON.valueToTree(Map.of("id", id, "text", text)).toString();
    }

    private void write(String name, List<String> lines) throws IOException {
        Path file = out.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
        System.out.printf("%s: %d rows, %,d bytes%n", name, lines.size(), Files.size(file));
    }

    /** The rows of a file, or of all files of a folder. */
    private static List<JsonNode> rows(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                List<JsonNode> rows = new ArrayList<>();
                for (Path file : files.sorted().toList()) {
                    rows.addAll(rows(file));
                }
                return rows;
            }
        }
        try (InputStream file = Files.newInputStream(path);
                InputStream plain =
                        path.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank())
                    .map(ChineseTexts::parsed)
                    .collect(Collectors.toList());
        }
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
