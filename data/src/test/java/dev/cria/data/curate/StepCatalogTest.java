package dev.cria.data.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StepCatalogTest {

    @Test
    void namesOfStepsAreUniqueAndSoAreThoseOfTheirParameters() {
        List<String> names = StepCatalog.names();
        assertEquals(new HashSet<>(names).size(), names.size());
        for (StepKind kind : StepCatalog.KINDS) {
            assertTrue(kind.name().matches("[a-z][a-z0-9_]*"), kind.name());
            List<String> parameters = kind.parameters().stream().map(Parameter::name).toList();
            assertEquals(new HashSet<>(parameters).size(), parameters.size(), kind.name());
        }
    }

    @Test
    void everyDefaultIsAllowed() {
        for (StepKind kind : StepCatalog.KINDS) {
            for (Parameter parameter : kind.parameters()) {
                Map<String, Object> given = Map.of(parameter.name(), parameter.initial());
                assertEquals(
                        parameter.initial(),
                        Arguments.of(kind, given, Path.of(""), 0).values().get(parameter.name()),
                        kind.name() + "." + parameter.name());
            }
        }
    }

    @Test
    void everyStepOfAProfileCanBeMade() {
        for (Profile profile : Profile.ALL) {
            profile.choose(0).forEach(ChosenStep::make);
        }
    }
}
