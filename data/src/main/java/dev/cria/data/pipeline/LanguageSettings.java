package dev.cria.data.pipeline;

import java.util.Map;

/** What a step may also be: one that has other settings for documents in some languages. */
public interface LanguageSettings {

    /** All that is set, by the language of a document. */
    Map<String, Map<String, Object>> settingsByLanguage();
}
