package dev.cria.data.curate;

import dev.cria.checkpoints.UserException;
import dev.cria.data.decontaminate.DecontaminateSteps;
import dev.cria.data.dedup.DedupSteps;
import dev.cria.data.heuristic.Heuristics;
import dev.cria.data.language.LanguageFilter;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.quality.ClassifierSteps;
import dev.cria.data.safety.SafetySteps;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The steps of this module. Each package lists its own; a module above may have more, for which it
 * makes a {@link ChosenStep} itself.
 */
public final class StepCatalog {

    /** In the order in which they are listed for users. */
    public static final List<StepKind> KINDS =
            Stream.of(
                            List.of(LanguageFilter.KIND),
                            Heuristics.KINDS,
                            DedupSteps.KINDS,
                            DecontaminateSteps.KINDS,
                            ClassifierSteps.KINDS,
                            SafetySteps.KINDS)
                    .flatMap(List::stream)
                    .toList();

    private StepCatalog() {}

    /** The step of a name; empty where there is none. */
    public static Optional<StepKind> kind(String name) {
        return KINDS.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /**
     * A step with settings.
     *
     * @param given by the name of the parameter; others have their defaults
     * @param folder that paths are relative to
     * @param seed of the run
     * @throws UserException when there is no such step, or it has no such parameter or value
     */
    public static ChosenStep choose(String name, Map<String, ?> given, Path folder, long seed) {
        StepKind kind =
                kind(name)
                        .orElseThrow(
                                () ->
                                        new UserException(
                                                "there is no step '%s'; there are %s"
                                                        .formatted(name, names())));
        return choose(kind, given, folder, seed);
    }

    /** A step of any kind with settings, as above. */
    public static ChosenStep choose(StepKind kind, Map<String, ?> given, Path folder, long seed) {
        return new ChosenStep(kind, Arguments.of(kind, given, folder, seed));
    }

    /** Names of all steps. */
    public static List<String> names() {
        return KINDS.stream().map(StepKind::name).toList();
    }
}
