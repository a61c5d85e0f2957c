package dev.cria.data.curate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.source.Columns;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to curate and how, as JSON: for processes that read no recipes. Paths are absolute, every
 * parameter of a step is there.
 */
public final class SettingsJson {

    private static final JsonMapper JSON = new JsonMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    private SettingsJson() {}

    private record Step(String step, long seed, Map<String, Object> parameters) {}

    private record Settings(
            List<String> inputs,
            Columns columns,
            String output,
            String work,
            String format,
            Long badRowLimit,
            boolean keepDropped,
            int threads,
            Sizes sizes,
            List<Step> steps) {}

    /** Several lines. */
    public static String write(CurateSettings settings) {
        try {
            return PRETTY.writeValueAsString(
                    new Settings(
                            settings.inputs().stream().map(SettingsJson::absolute).toList(),
                            settings.columns(),
                            absolute(settings.output()),
                            absolute(settings.work()),
                            settings.format().ending(),
                            settings.badRowLimit(),
                            settings.keepDropped(),
                            settings.threads(),
                            settings.sizes(),
                            settings.steps().stream().map(SettingsJson::step).toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The settings back.
     *
     * @throws UserException when a step or parameter does not exist, or it is no such JSON
     */
    public static CurateSettings read(String json) {
        Settings settings;
        try {
            settings = JSON.readValue(json, Settings.class);
        } catch (JsonProcessingException e) {
            throw new UserException(
                    "expected the settings of a curation as JSON, as 'cria spark RECIPE' prints them: "
                            + e.getOriginalMessage(),
                    e);
        }
        return settings(settings);
    }

    private static CurateSettings settings(Settings given) {
        if (given.inputs() == null || given.output() == null || given.steps() == null) {
            throw new UserException("expected at least 'inputs', 'output' and 'steps'");
        }
        Path output = Path.of(given.output());
        CurateSettings initial =
                CurateSettings.of(
                        given.inputs().stream().map(Path::of).toList(),
                        output,
                        given.steps().stream().map(SettingsJson::chosen).toList());
        return new CurateSettings(
                initial.inputs(),
                given.columns() == null ? initial.columns() : given.columns(),
                output,
                given.work() == null ? initial.work() : Path.of(given.work()),
                initial.steps(),
                given.format() == null ? initial.format() : OutputFormat.of(given.format()),
                given.badRowLimit() == null ? initial.badRowLimit() : given.badRowLimit(),
                given.keepDropped(),
                given.threads() < 1 ? initial.threads() : given.threads(),
                given.sizes() == null ? initial.sizes() : given.sizes());
    }

    private static ChosenStep chosen(Step step) {
        Map<String, Object> given = step.parameters() == null ? Map.of() : step.parameters();
        return StepCatalog.choose(step.step(), given, Path.of(""), step.seed());
    }

    private static Step step(ChosenStep step) {
        Map<String, Object> values = new LinkedHashMap<>(new TreeMap<>(step.arguments().values()));
        for (Parameter parameter : step.kind().parameters()) {
            if (parameter.isPath()) {
                values.put(parameter.name(), paths(step, parameter));
            }
        }
        return new Step(step.name(), step.arguments().seed(), values);
    }

    private static Object paths(ChosenStep step, Parameter parameter) {
        if (parameter.initial() instanceof List<?>) {
            return step.arguments().paths(parameter.name()).stream()
                    .map(SettingsJson::absolute)
                    .toList();
        }
        Path path = step.arguments().path(parameter.name());
        return path == null ? "" : absolute(path);
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().toString();
    }
}
