package dev.cria.recipes.recipe;

import dev.cria.data.curate.ChosenStep;
import dev.cria.data.curate.StepCatalog;
import dev.cria.data.pipeline.StepKind;
import dev.cria.recipes.guard.LlamaGuardStep;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every step of curation that a recipe can name: those of module data, and what needs a model. */
public final class Steps {

    /** In the order in which they are listed for users. */
    public static final List<StepKind> KINDS =
            Stream.concat(StepCatalog.KINDS.stream(), Stream.of(LlamaGuardStep.KIND)).toList();

    private Steps() {}

    /** The step of a name; empty where there is none. */
    public static Optional<StepKind> kind(String name) {
        return KINDS.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** Names of all steps. */
    public static List<String> names() {
        return KINDS.stream().map(StepKind::name).toList();
    }

    /** A step of a name that exists, with settings; see {@link StepCatalog#choose}. */
    public static ChosenStep choose(String name, Map<String, ?> given, Path folder, long seed) {
        return StepCatalog.choose(kind(name).orElseThrow(), given, folder, seed);
    }
}
