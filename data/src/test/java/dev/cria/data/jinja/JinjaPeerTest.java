package dev.cria.data.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Templates of many models are rendered, or refused, as transformers does. */
@Tag("peer")
final class JinjaPeerTest {

    /** Written by {@code scripts/references/jinja_templates.py}. */
    private static final String CASES = "target/jinja-cases.json";

    @Test
    void templatesOfManyModelsAreRenderedAsByTransformers() throws IOException {
        Path file = find();
        assumeTrue(file != null, "no " + CASES + ": run scripts/references/jinja_templates.py");
        Map<String, Integer> different = new TreeMap<>();
        Map<String, Jinja> templates = new HashMap<>();
        for (JsonNode one : new ObjectMapper().readTree(file.toFile())) {
            String name = one.path("name").textValue();
            Jinja template =
                    templates.computeIfAbsent(
                            name, key -> Jinja.parse(one.path("template").textValue(), key));
            String rendered = rendered(template, one.path("variables"));
            boolean same =
                    rendered == null
                            ? one.path("rendered").isNull()
                            : rendered.equals(one.path("rendered").textValue());
            different.merge(name, same ? 0 : 1, Integer::sum);
        }
        different.values().removeIf(count -> count == 0);
        assertEquals(Map.of(), different);
        assertEquals(63, templates.size());
    }

    /** Null where the template refuses the values. */
    private static String rendered(Jinja template, JsonNode given) {
        Map<String, Object> variables = new HashMap<>();
        given.properties().forEach(e -> variables.put(e.getKey(), Values.data(e.getValue())));
        variables.put("strftime_now", Jinja.clock(LocalDate.of(2024, 7, 26)));
        try {
            return template.render(variables).value();
        } catch (UserException refused) {
            return null;
        }
    }

    private static Path find() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve(CASES))) {
                return at.resolve(CASES);
            }
        }
        return null;
    }
}
