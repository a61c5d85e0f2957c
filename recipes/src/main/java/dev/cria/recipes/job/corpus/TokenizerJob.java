package dev.cria.recipes.job.corpus;

import dev.cria.data.document.Document;
import dev.cria.data.source.BadRows;
import dev.cria.data.source.DocumentReader;
import dev.cria.data.source.SourceFiles;
import dev.cria.data.tokenizer.BpeTrainer;
import dev.cria.data.tokenizer.BpeVocabulary;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.TokenizerFiles;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.recipes.recipe.Stage;
import dev.cria.recipes.run.Job;
import dev.cria.recipes.run.JobResult;
import dev.cria.recipes.run.StageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Stage {@code tokenizer}: a byte-level BPE in Llama 3's format, learnt from texts. */
public final class TokenizerJob implements Job {

    private static final int BAD_ROWS = 100;

    @Override
    public JobResult run(StageContext context) {
        Stage stage = context.stage();
        List<String> texts = new ArrayList<>();
        long characters = 0;
        for (var file : SourceFiles.under(stage.paths("train_on"))) {
            try (DocumentReader reader = DocumentReader.open(file, new BadRows(BAD_ROWS))) {
                while (reader.hasNext()) {
                    context.stopIfAsked();
                    Document document = reader.next();
                    texts.add(document.text());
                    characters += document.text().length();
                }
            }
        }
        context.progress().at(1, 3, "learning merges");
        BpeVocabulary vocabulary =
                new BpeTrainer(stage.integer("vocab_size")).train(texts.stream());
        TokenizerFiles.writeFolder(context.folder(), vocabulary);
        context.progress().at(2, 3, "counting tokens");
        long tokens = 0;
        try (Tokenizer tokenizer = Tokenizers.load(context.folder())) {
            for (String text : texts) {
                tokens += tokenizer.encodeOrdinary(text).length;
            }
        }
        context.progress().at(3, 3, "");
        return JobResult.of(
                "vocabulary",
                Integer.toString(vocabulary.size()),
                "tokens of the texts",
                Long.toString(tokens),
                "characters per token",
                String.format(Locale.ROOT, "%.2f", characters / (double) tokens));
    }
}
