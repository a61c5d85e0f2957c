package dev.cria.data.curate;

import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.DocumentView;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Facts about documents, one after another: a length of four bytes, and so many bytes. */
final class FactsWriter {

    private final ByteArrayOutputStream one = new ByteArrayOutputStream();
    private final DataOutputStream facts = new DataOutputStream(one);
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private final DataOutputStream framed = new DataOutputStream(all);

    void add(CorpusStep step, DocumentView view) throws IOException {
        one.reset();
        step.describe(view, facts);
        facts.flush();
        framed.writeInt(one.size());
        one.writeTo(framed);
    }

    byte[] bytes() {
        return all.toByteArray();
    }
}
