package dev.cria.data.text;

import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Feature;
import java.util.Locale;
import java.util.Set;

/** The language by which a document is judged. */
public final class DocumentLanguage {

    /** A text whose letters are Chinese characters to this share is judged as Chinese. */
    private static final double CHINESE_SHARE = 0.3;

    /** Languages with rules of their own, since their words are not separated. */
    public static final Set<String> WITHOUT_SPACES = Set.of("zh");

    private static final Feature<Boolean> IS_CHINESE = DocumentLanguage::isChinese;

    private DocumentLanguage() {}

    /**
     * The first part of the language that the document names ("zh" of "zh-TW"); if it names none,
     * "zh" for a text in Chinese characters and an empty word for any other.
     */
    public static String of(DocumentView view) {
        String language = view.document().language();
        if (language.isEmpty()) {
            return view.get(IS_CHINESE) ? "zh" : "";
        }
        return first(language);
    }

    /** "zh" for a text in Chinese characters, an empty word for any other. */
    public static String of(String text) {
        return isChinese(text) ? "zh" : "";
    }

    /** The first part of the name of a language, in lower case; "zh" for "cmn" too. */
    public static String first(String language) {
        int end = 0;
        while (end < language.length() && Character.isLetter(language.charAt(end))) {
            end++;
        }
        String first = language.substring(0, end).toLowerCase(Locale.ROOT);
        return first.equals("cmn") ? "zh" : first;
    }

    private static boolean isChinese(String text) {
        int letters = 0;
        int chinese = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (Character.isLetter(c)) {
                letters++;
                if (Han.isHan(c)) {
                    chinese++;
                }
            }
            i += Character.charCount(c);
        }
        return letters > 0 && chinese >= CHINESE_SHARE * letters;
    }
}
