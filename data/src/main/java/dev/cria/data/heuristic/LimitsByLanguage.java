package dev.cria.data.heuristic;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.LanguageSettings;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.DocumentLanguage;
import dev.cria.data.text.WordDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges a document by the limits of its language: those that were set hold for every language, and
 * what was left at its default has a default of the language, where there is one.
 */
final class LimitsByLanguage implements DocumentStep, LanguageSettings {

    /** Makes the step for documents in a language. */
    @FunctionalInterface
    interface Maker {
        DocumentStep make(Arguments arguments, String language);
    }

    private static final List<Parameter> COMMON =
            List.of(
                    Parameter.choice(
                            "words",
                            "whitespace",
                            WordDefinition.labels(),
                            "what counts as a word; whitespace as in Gopher and Dolma"),
                    Parameter.list(
                            "languages",
                            List.of(),
                            "languages of the documents that are judged; empty for all"),
                    Parameter.text(
                            "language",
                            "",
                            "the language by which all are judged; empty for that of each"),
                    Parameter.flag(
                            "language_defaults",
                            true,
                            "whether defaults depend on the language of a document"));

    private final String fixed;
    private final Set<String> languages;
    private final Map<String, Arguments> settings;
    private final Map<String, DocumentStep> steps = new HashMap<>();
    private final DocumentStep standard;

    private LimitsByLanguage(Arguments arguments, Map<String, Arguments> settings, Maker maker) {
        this.fixed = DocumentLanguage.first(arguments.text("language"));
        this.languages =
                arguments.list("languages").stream()
                        .map(DocumentLanguage::first)
                        .collect(Collectors.toUnmodifiableSet());
        this.settings = settings;
        settings.forEach((language, own) -> steps.put(language, maker.make(own, language)));
        standard = maker.make(arguments, "");
    }

    /**
     * A kind of step whose defaults depend on the language.
     *
     * @param own its parameters, besides those of all such steps, some of which they may replace
     * @param defaults values by language and parameter
     */
    static StepKind kind(
            String name,
            String help,
            List<Parameter> own,
            Map<String, Map<String, Object>> defaults,
            Maker maker) {
        Set<String> replaced = own.stream().map(Parameter::name).collect(Collectors.toSet());
        List<Parameter> parameters = new ArrayList<>(COMMON);
        parameters.removeIf(parameter -> replaced.contains(parameter.name()));
        parameters.addAll(own);
        StepKind plain = new StepKind(name, help, parameters, arguments -> null);
        return new StepKind(
                name, help, parameters, arguments -> of(plain, arguments, defaults, maker));
    }

    private static LimitsByLanguage of(
            StepKind kind,
            Arguments arguments,
            Map<String, Map<String, Object>> defaults,
            Maker maker) {
        Map<String, Arguments> settings = new LinkedHashMap<>();
        for (String language : DocumentLanguage.WITHOUT_SPACES) {
            Map<String, Object> merged = new LinkedHashMap<>();
            if (arguments.flag("language_defaults")) {
                merged.putAll(defaults.getOrDefault(language, Map.of()));
            }
            merged.putAll(changed(kind, arguments));
            settings.put(language, Arguments.of(kind, merged, Path.of(""), arguments.seed()));
        }
        return new LimitsByLanguage(arguments, settings, maker);
    }

    private static Map<String, Object> changed(StepKind kind, Arguments arguments) {
        Map<String, Object> changed = new LinkedHashMap<>();
        for (Parameter parameter : kind.parameters()) {
            Object value = arguments.values().get(parameter.name());
            if (!parameter.initial().equals(value)) {
                changed.put(parameter.name(), value);
            }
        }
        return changed;
    }

    /** Of the language by which all are judged, or of those that have limits of their own. */
    @Override
    public Map<String, Map<String, Object>> settingsByLanguage() {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        settings.forEach(
                (language, own) -> {
                    if (fixed.isEmpty() || fixed.equals(language)) {
                        all.put(language, own.values());
                    }
                });
        return all;
    }

    @Override
    public Outcome apply(DocumentView view) {
        String language = fixed.isEmpty() ? DocumentLanguage.of(view) : fixed;
        if (!languages.isEmpty() && !languages.contains(language)) {
            return Outcome.keep(view);
        }
        return steps.getOrDefault(language, standard).apply(view);
    }
}
