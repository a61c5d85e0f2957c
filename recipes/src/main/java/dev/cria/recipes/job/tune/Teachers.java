package dev.cria.recipes.job.tune;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.Sha256;
import dev.cria.data.batch.BatchBuilder;
import dev.cria.data.examples.TokenizedExample;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.export.FileSizes;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.recipes.job.training.BaseHash;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.StageContext;
import dev.cria.trainer.distill.StoreHeader;
import dev.cria.trainer.distill.StoredTeacher;
import dev.cria.trainer.distill.TeacherWriter;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.weight.BaseType;
import dev.cria.trainer.weight.FrozenWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Who teaches, by section distill: a model beside the student; what a model said before training,
 * in a file of the stage; or the file of an earlier stage.
 *
 * @param tokenizer the student's
 */
record Teachers(StageContext context, Engine engine, Tokenizer tokenizer) {

    /** What a stage writes into its folder. */
    private static final String FILE = "teacher.topk";

    private Stage stage() {
        return context.stage();
    }

    private Path given() {
        return stage().path("teacher");
    }

    /** Tells this teacher from others: a stage goes on with the same one only. */
    String identity() {
        if (!Files.isRegularFile(given())) {
            return new BaseHash(given(), context.recipe().outputDir().resolve("cache")).get();
        }
        try {
            return Sha256.of(given());
        } catch (IOException e) {
            throw new UserException(given() + ": cannot be read: " + e, e);
        }
    }

    /**
     * The teacher of all rows that are trained or measured on.
     *
     * @param identity as {@link #identity} says
     */
    OpenTeacher open(
            List<List<TokenizedExample>> rows, String identity, Map<String, String> facts) {
        if (Files.isRegularFile(given())) {
            StoredTeacher stored = StoredTeacher.open(given());
            try {
                requireFits(stored, rows);
                describe(stored, given(), facts);
                return OpenTeacher.of(stored);
            } catch (RuntimeException refused) {
                stored.close();
                throw refused;
            }
        }
        requireSameVocabulary();
        SameTokens.require(tokenizer, given());
        facts.put("teacher", given().getFileName().toString());
        if (stage().text("teacher_logits").equals("online")) {
            return OpenTeacher.of(model());
        }
        Path file = context.folder().resolve(FILE);
        ask(file, rows, identity);
        StoredTeacher stored = StoredTeacher.open(file);
        describe(stored, file, facts);
        return OpenTeacher.of(stored);
    }

    private OpenPolicy model() {
        BaseType type =
                BaseType.valueOf(stage().text("teacher_base_dtype").toUpperCase(Locale.ROOT));
        FrozenWeights frozen =
                new FrozenWeights(
                        type,
                        context.recipe().outputDir().resolve("cache"),
                        name -> false,
                        (done, total) -> {
                            context.stopIfAsked();
                            context.progress().at(done, total, "weights of the teacher quantised");
                        });
        return OpenPolicy.open(
                engine,
                given(),
                Adapters.NONE,
                frozen,
                OptionalLong.empty(),
                (model, none) -> Policy.of(model, Set.of()));
    }

    private void requireSameVocabulary() {
        int theirs = OpenPolicy.config(given()).vocabSize();
        int ours = vocabulary();
        if (theirs != ours) {
            throw new UserException(
                    "distill.teacher: %s has logits for %d tokens, the student for %d; both need the same vocabulary"
                            .formatted(given(), theirs, ours));
        }
    }

    private int vocabulary() {
        return OpenPolicy.config(stage().path("model_name_or_path")).vocabSize();
    }

    /** Asks a model about rows that the file does not have; it need not be opened for none. */
    private void ask(Path file, List<List<TokenizedExample>> rows, String identity) {
        int topK = Math.min(stage().integer("top_k"), vocabulary());
        StoreHeader header =
                StoreHeader.of(
                        rows.stream().mapToLong(List::size).sum(),
                        topK,
                        stage().number("temperature"),
                        vocabulary(),
                        tokenizer.fingerprint(),
                        identity);
        try (TeacherWriter writer = TeacherWriter.open(file, header)) {
            if (writer.rows() < header.rows()) {
                try (OpenPolicy model = model()) {
                    new TeacherQuestions(context, model.policy(), header, writer).ask(rows);
                }
            }
        }
    }

    private void requireFits(StoredTeacher stored, List<List<TokenizedExample>> rows) {
        StoreHeader header = stored.header();
        if (!header.tokenizer().equals(tokenizer.fingerprint())
                || header.vocabSize() != vocabulary()) {
            throw new UserException(
                    "distill.teacher: %s was made with another tokenizer.json than the student's; have the teacher asked again (teacher_logits: stored)"
                            .formatted(given()));
        }
        if (header.temperature() != stage().number("temperature")) {
            throw new UserException(
                    "distill.teacher: %s was made at temperature %s, the stage asks for %s; the mass of what is not stored is known there only"
                            .formatted(
                                    given(), header.temperature(), stage().number("temperature")));
        }
        for (List<TokenizedExample> row : rows) {
            context.goOnLaterIfAsked();
            for (TokenizedExample example : row) {
                stored.require(BatchBuilder.ofExamples(List.of(example)));
            }
        }
    }

    private static void describe(StoredTeacher stored, Path file, Map<String, String> facts) {
        facts.put(
                "teacher's probabilities",
                "%d likeliest tokens, %d rows, %s"
                        .formatted(
                                stored.header().topK(),
                                stored.header().rows(),
                                FileSizes.describe(file)));
    }
}
