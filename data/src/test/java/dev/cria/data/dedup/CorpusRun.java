package dev.cria.data.dedup;

import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.pipeline.Workplace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes documents through a step the way that the engine does.
 *
 * @param parts into how many the corpus is cut
 * @param memoryBytes that the step may use
 */
public record CorpusRun(int parts, int threads, long memoryBytes) {

    /** One thread, one part, room enough. */
    public static final CorpusRun SIMPLE = new CorpusRun(1, 1, 1 << 24);

    /** A step with settings. */
    public static CorpusStep step(StepKind kind, Map<String, ?> given) {
        return (CorpusStep) kind.make().apply(Arguments.of(kind, given, Path.of(""), 0));
    }

    /** What becomes of each document. */
    public List<Outcome> outcomes(CorpusStep step, List<Document> documents, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        List<byte[]> facts = new ArrayList<>();
        for (Document document : documents) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            step.describe(DocumentView.of(document), new DataOutputStream(bytes));
            facts.add(bytes.toByteArray());
        }
        step.settle(new InMemory(facts, parts), new Workplace(folder, threads, memoryBytes));
        List<Outcome> outcomes = new ArrayList<>();
        try (Decisions decisions = step.open(folder)) {
            for (int i = 0; i < documents.size(); i++) {
                outcomes.add(decisions.decide(i, DocumentView.of(documents.get(i))));
            }
        }
        return outcomes;
    }

    /** The documents that go on, as they go on. */
    public static List<Document> kept(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Kept.class::isInstance)
                .map(outcome -> ((Outcome.Kept) outcome).view().document())
                .toList();
    }

    /** Outcomes as text, to be compared. */
    public static List<String> texts(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(
                        outcome ->
                                outcome instanceof Outcome.Kept kept
                                        ? kept.view().document().toString()
                                        : outcome.toString())
                .toList();
    }

    private record InMemory(List<byte[]> all, int parts) implements Facts {

        @Override
        public long documents() {
            return all.size();
        }

        @Override
        public long firstOrdinal(int part) {
            return (long) all.size() * part / parts;
        }

        @Override
        public Cursor open(int part) {
            int end = (int) firstOrdinal(part + 1);
            return new Cursor() {
                private int at = (int) firstOrdinal(part) - 1;

                @Override
                public boolean next() {
                    return ++at < end;
                }

                @Override
                public long ordinal() {
                    return at;
                }

                @Override
                public int length() {
                    return all.get(at).length;
                }

                @Override
                public DataInput facts() {
                    return new DataInputStream(new ByteArrayInputStream(all.get(at)));
                }

                @Override
                public void close() {}
            };
        }
    }
}
