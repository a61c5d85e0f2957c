package dev.cria.recipes.job.answers;

import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.data.document.Document;
import dev.cria.data.source.JsonLines;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What of the instructions is kept, as documents that are also rows to learn from: {@code text} is
 * for stage curate, {@code instruction} and {@code output} for stages that train.
 */
final class SynthesizedData {

    private final boolean unique;
    private final String model;
    private final Set<String> given = new HashSet<>();
    private final Map<String, Integer> dropped = new TreeMap<>();
    private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
    private int seeds;
    private int made;
    private int kept;

    /**
     * @param unique whether an instruction is kept once only
     * @param model who wrote all of it
     */
    SynthesizedData(boolean unique, String model) {
        this.unique = unique;
        this.model = model;
    }

    void add(SeedOutcome outcome) {
        seeds++;
        for (int i = 0; i < outcome.made().size(); i++) {
            Synthesized one = outcome.made().get(i);
            made++;
            if (!one.kept()) {
                dropped.merge(one.dropped(), 1, Integer::sum);
            } else if (unique && !given.add(plain(one.instruction()))) {
                dropped.merge("instruction was made before", 1, Integer::sum);
            } else {
                kept++;
                JsonLines.write(List.of(document(outcome, i, one)), rows);
            }
        }
    }

    /** Without differences of case and white space. */
    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    private Document document(SeedOutcome outcome, int number, Synthesized one) {
        Map<String, String> meta =
                Map.of(
                        "instruction", one.instruction(),
                        "output", one.answer(),
                        "seed_origin", outcome.origin(),
                        "seed_sha256", outcome.digest(),
                        "instruction_prompt", one.asked(),
                        "instruction_seed", Long.toString(one.instructionSeed()),
                        "answer_seed", Long.toString(one.answerSeed()),
                        "system_prompt", one.system(),
                        "model", model);
        return new Document(
                outcome.row() + "-" + number,
                one.instruction() + "\n\n" + one.answer(),
                "",
                "synthesize",
                "",
                meta);
    }

    /** Writes {@code documents.jsonl} into the stage's folder. */
    void write(Path folder, Map<String, String> facts) {
        DurableFiles.writeFile(folder.resolve("documents.jsonl"), rows.toByteArray());
        facts.put("instructions", "%d of %d seeds".formatted(made, seeds));
        dropped.forEach((why, number) -> facts.put("dropped: " + why, Integer.toString(number)));
        facts.put("kept", Integer.toString(kept));
    }
}
