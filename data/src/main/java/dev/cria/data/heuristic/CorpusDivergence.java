package dev.cria.data.heuristic;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Workplace;
import dev.cria.data.text.DocumentLanguage;
import dev.cria.data.text.WordDefinition;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@link TokenDivergence} from the corpus itself: the words of all documents of a language are its
 * reference. The facts of a document are its language and its words' slots with their counts.
 */
final class CorpusDivergence implements CorpusStep {

    private static final String SUFFIX = ".tokens";

    private final Arguments arguments;
    private final WordDefinition definition;

    CorpusDivergence(Arguments arguments) {
        this.arguments = arguments;
        this.definition = WordDefinition.of(arguments.text("words"));
    }

    @Override
    public void describe(DocumentView view, DataOutput facts) throws IOException {
        String language = DocumentLanguage.of(view);
        int[] slots = TokenDistribution.slots(view.get(definition.words(language)));
        facts.writeUTF(language);
        facts.writeInt(slots.length);
        int previous = 0;
        for (int slot : slots) {
            writeSmall(facts, slot - previous);
            previous = slot;
        }
    }

    /** Seven bits a byte, the least first: most slots are close to the one before. */
    private static void writeSmall(DataOutput facts, int value) throws IOException {
        int rest = value;
        while (rest >= 0x80) {
            facts.writeByte(rest | 0x80);
            rest >>>= 7;
        }
        facts.writeByte(rest);
    }

    private static int readSmall(DataInput facts) throws IOException {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int part = facts.readByte();
            value |= (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }

    @Override
    public void settle(Facts facts, Workplace place) throws IOException {
        Map<String, TokenDistribution> distributions = new TreeMap<>();
        for (int part = 0; part < facts.parts(); part++) {
            try (Facts.Cursor cursor = facts.open(part)) {
                while (cursor.next()) {
                    DataInput fact = cursor.facts();
                    TokenDistribution distribution =
                            distributions.computeIfAbsent(
                                    fact.readUTF(), language -> new TokenDistribution());
                    int slot = 0;
                    for (int left = fact.readInt(); left > 0; left--) {
                        slot += readSmall(fact);
                        distribution.add(slot, 1);
                    }
                }
            }
        }
        for (Map.Entry<String, TokenDistribution> entry : distributions.entrySet()) {
            Path file = place.folder().resolve(entry.getKey() + SUFFIX);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                entry.getValue().write(out);
            }
        }
    }

    @Override
    public Decisions open(Path folder) throws IOException {
        Map<String, TokenDivergence> steps = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                    steps.put(
                            name.substring(0, name.length() - SUFFIX.length()),
                            new TokenDivergence(
                                    arguments, TokenDistribution.read(in, file.toString())));
                }
            }
        }
        return new Decisions() {
            @Override
            public Outcome decide(long ordinal, DocumentView view) {
                return steps.get(DocumentLanguage.of(view)).apply(view);
            }

            @Override
            public void close() {}
        };
    }
}
