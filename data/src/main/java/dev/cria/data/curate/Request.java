package dev.cria.data.curate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run was asked, in so far as the result depends on it. */
final class Request {

    /** Goes up whenever the same request would give other files than before. */
    private static final int VERSION = 2;

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Request() {}

    /** Two runs with equal requests write the same files. */
    static String of(CurateSettings settings, List<SourceFile> files) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("version", VERSION);
        request.put("inputs", files.stream().map(Request::named).toList());
        request.put("columns", settings.columns());
        request.put("steps", steps(settings));
        request.put("format", settings.format().ending());
        request.put("keep_dropped", settings.keepDropped());
        request.put("sizes", settings.sizes());
        try {
            return JSON.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each step with everything that can be set about it. */
    static List<Object> steps(CurateSettings settings) {
        List<Object> steps = new ArrayList<>();
        for (ChosenStep step : settings.steps()) {
            Map<String, Object> values = new TreeMap<>(step.arguments().values());
            for (Parameter parameter : step.kind().parameters()) {
                if (parameter.isPath()) {
                    values.put(parameter.name(), paths(step, parameter));
                }
            }
            values.put("seed", step.arguments().seed());
            steps.add(Map.of(step.name(), values));
        }
        return steps;
    }

    private static List<String> paths(ChosenStep step, Parameter parameter) {
        if (parameter.initial() instanceof List<?>) {
            return step.arguments().paths(parameter.name()).stream().map(Request::file).toList();
        }
        Path path = step.arguments().path(parameter.name());
        return path == null ? List.of() : List.of(file(path));
    }

    private static String named(SourceFile file) {
        return file.name() + ": " + file(file.path());
    }

    /** A file that is written to has another time; the content of all inputs is not read for it. */
    private static String file(Path file) {
        try {
            return "%s, %d bytes of %s"
                    .formatted(file, Files.size(file), Files.getLastModifiedTime(file));
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read: " + e, e);
        }
    }
}
