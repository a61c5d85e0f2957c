package dev.cria.data.dedup.semantic;

import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.text.DocumentLanguage;
import java.util.List;

/** Vectors by the sentence models, each of which makes a space. */
final class SentenceEmbeddings implements Embedding.Source {

    private static final List<SentenceModel> MODELS =
            List.of(SentenceModel.ENGLISH, SentenceModel.CHINESE);

    private final String model;
    private final int maxTokens;

    /**
     * @param model english, chinese, or auto for that of a document's language
     */
    SentenceEmbeddings(String model, int maxTokens) {
        this.model = model;
        this.maxTokens = maxTokens;
    }

    @Override
    public Embedding of(DocumentView view) {
        SentenceModel chosen = model(view);
        float[] unit = SentenceEncoder.of(chosen).embed(view.text(), maxTokens);
        return new Embedding(MODELS.indexOf(chosen), UnitVectors.of(unit));
    }

    private SentenceModel model(DocumentView view) {
        return switch (model) {
            case "english" -> SentenceModel.ENGLISH;
            case "chinese" -> SentenceModel.CHINESE;
            default ->
                    DocumentLanguage.of(view).equals("zh")
                            ? SentenceModel.CHINESE
                            : SentenceModel.ENGLISH;
        };
    }

    @Override
    public int dimensions(int space) {
        return MODELS.get(space).dimensions();
    }

    @Override
    public int spaces() {
        return MODELS.size();
    }
}
