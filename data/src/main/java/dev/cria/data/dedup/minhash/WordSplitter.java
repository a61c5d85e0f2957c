package dev.cria.data.dedup.minhash;

import dev.cria.data.pipeline.Parameter;
import dev.cria.data.text.WordDefinition;
import dev.cria.data.text.Words;
import java.util.List;

/** Finds the words of a simplified text. */
@FunctionalInterface
interface WordSplitter {

    /** Which one. */
    Parameter WORDS =
            Parameter.choice(
                    "words",
                    "simple",
                    List.of("simple", "datatrove"),
                    "simple: what stands between spaces, and single characters of Chinese, Japanese,"
                            + " Thai …; datatrove: spaCy's tokens");

    /**
     * The words in their order.
     *
     * @param language an ISO 639-1 code; empty if unknown
     */
    Words words(String text, String language);

    /** The one of a name. */
    static WordSplitter of(String name) {
        return name.equals("datatrove")
                ? (text, language) -> WordDefinition.DATATROVE.words(language).of(text)
                : (text, language) -> SimpleWords.of(text);
    }
}
