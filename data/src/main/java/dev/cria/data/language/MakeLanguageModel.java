package dev.cria.data.language;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes the model that is shipped from the Universal Declaration of Human Rights: learns from the
 * first seven tenths of each declaration, calibrates with the next, and prints how often pieces of
 * the last two tenths are recognised. Run by scripts/make-language-model.
 */
public final class MakeLanguageModel {

    /**
     * In which more than 0.1% of the web is written, by w3techs.com, with the large ones of India.
     */
    private static final Set<String> WIDE =
            Set.of(
                    ("ar bg bn cs da de el en es fa fi fr he hi hr hu id it ja ko lt nl no pl pt ro ru sk sl sr sv"
                                    + " ta te th tr uk ur vi zh")
                            .split(" ", -1));

    private static final double LEARNT = 0.7;
    private static final double CALIBRATED = 0.8;
    private static final int[] LENGTHS = {25, 50, 100, 200, 400};

    private MakeLanguageModel() {}

    /** Arguments: the folder of the package's declarations, the file to write. */
    public static void main(String[] args) throws IOException {
        Map<String, List<String>> texts = texts(Path.of(args[0]));
        LanguageTrainer trainer = new LanguageTrainer();
        texts.forEach((code, all) -> trainer.add(code, WIDE.contains(code), part(all, 0, LEARNT)));
        LanguageModel model = calibrated(trainer.train(), texts);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            model.write(out);
        }
        System.out.println(texts.size() + " languages, " + Files.size(Path.of(args[1])) + " bytes");
        for (int length : LENGTHS) {
            System.out.println(measure(model, texts, length));
        }
    }

    /** The languages of languages.txt and the texts of their declarations. */
    static Map<String, List<String>> texts(Path folder) throws IOException {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        try (InputStream in = MakeLanguageModel.class.getResourceAsStream("languages.txt")) {
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                String[] parts = line.split(" ", -1);
                List<String> all = new ArrayList<>();
                for (int i = 1; i < parts.length; i++) {
                    all.add(text(Files.readString(folder.resolve(parts[i] + ".html"))));
                }
                texts.put(parts[0], all);
            }
        }
        return texts;
    }

    /** What the paragraphs say: the files have no other markup than tags and a few entities. */
    private static String text(String html) {
        return html.substring(html.indexOf("<body"))
                .replaceAll("<[^>]*>", " ")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replaceAll("&[#a-z0-9]+;", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static List<String> part(List<String> texts, double from, double to) {
        return texts.stream()
                .map(
                        text ->
                                text.substring(
                                        (int) (from * text.length()), (int) (to * text.length())))
                .toList();
    }

    /** The sharpness for which the held-out tenth is most probable. */
    private static LanguageModel calibrated(LanguageModel model, Map<String, List<String>> texts) {
        LanguageModel best = model;
        double bestLoss = Double.MAX_VALUE;
        for (double sharpness = 0.25; sharpness < 16; sharpness *= 1.1) {
            LanguageModel candidate = model.withSharpness(sharpness);
            double loss = 0;
            for (Map.Entry<String, List<String>> language : texts.entrySet()) {
                for (String text : part(language.getValue(), LEARNT, CALIBRATED)) {
                    for (int length : LENGTHS) {
                        if (text.length() < length) {
                            continue;
                        }
                        LanguageGuess guess = candidate.guess(text.substring(0, length));
                        boolean right = guess.code().equals(language.getKey());
                        double probability = right ? guess.probability() : 1 - guess.probability();
                        loss -= Math.log(Math.max(1e-4, probability));
                    }
                }
            }
            if (loss < bestLoss) {
                bestLoss = loss;
                best = candidate;
            }
        }
        return best;
    }

    private static String measure(
            LanguageModel model, Map<String, List<String>> texts, int length) {
        int pieces = 0;
        int right = 0;
        int sure = 0;
        int sureAndRight = 0;
        Map<String, Integer> confused = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> language : texts.entrySet()) {
            for (String text : part(language.getValue(), CALIBRATED, 1)) {
                for (int at = 0; at + length <= text.length(); at += length) {
                    LanguageGuess guess = model.guess(text.substring(at, at + length));
                    boolean same = guess.code().equals(language.getKey());
                    pieces++;
                    right += same ? 1 : 0;
                    if (guess.probability() >= LanguageFilter.MIN_PROBABILITY) {
                        sure++;
                        sureAndRight += same ? 1 : 0;
                    }
                    if (!same) {
                        confused.merge(language.getKey() + ">" + guess.code(), 1, Integer::sum);
                    }
                }
            }
        }
        List<String> most =
                confused.entrySet().stream()
                        .sorted((a, b) -> b.getValue() - a.getValue())
                        .limit(12)
                        .map(e -> e.getKey() + " " + e.getValue())
                        .toList();
        return String.format(
                Locale.ROOT,
                "%d characters: %d pieces, %.2f%% right; of the %.1f%% with at least %.2f: %.2f%%; most confused: %s",
                length,
                pieces,
                100.0 * right / pieces,
                100.0 * sure / pieces,
                LanguageFilter.MIN_PROBABILITY,
                100.0 * sureAndRight / Math.max(1, sure),
                most);
    }
}
