package dev.cria.recipes.job.tune;

import dev.cria.data.batch.Batch;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.recipes.run.Pulse;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.distill.StoreHeader;
import dev.cria.trainer.distill.TeacherWriter;
import dev.cria.trainer.pass.Likeliest;
import dev.cria.trainer.pass.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a teacher about rows, a few at a time, and writes down what it says. Which rows are asked
 * about together depends on the rows alone, so that a run that goes on writes the same bytes.
 */
record TeacherQuestions(
        StageContext context, Policy teacher, StoreHeader header, TeacherWriter writer) {

    /** Tokens that are run at a time. */
    private static final int MOST_TOKENS = 4096;

    void ask(List<List<TokenizedExample>> rows) {
        Pulse pulse = context.attempt().pulse();
        pulse.expect();
        try {
            List<TokenizedExample> waiting = new ArrayList<>();
            int first = 0;
            int tokens = 0;
            for (List<TokenizedExample> row : rows) {
                for (TokenizedExample example : row) {
                    if (!waiting.isEmpty() && tokens + example.ids().length > MOST_TOKENS) {
                        ask(first, waiting, pulse);
                        first += waiting.size();
                        waiting.clear();
                        tokens = 0;
                    }
                    waiting.add(example);
                    tokens += example.ids().length;
                }
            }
            ask(first, waiting, pulse);
        } finally {
            pulse.rest();
        }
    }

    private void ask(int first, List<TokenizedExample> examples, Pulse pulse) {
        pulse.beat();
        Batch batch = BatchBuilder.ofExamples(examples);
        writer.requireSame(first, batch);
        if (first + examples.size() > writer.rows()) {
            context.goOnLaterIfAsked();
            context.progress().at(writer.rows(), header.rows(), "rows shown to the teacher");
            Likeliest said = Likeliest.of(teacher, batch, header.topK(), header.temperature());
            writer.add(first, batch, said);
        }
    }
}
