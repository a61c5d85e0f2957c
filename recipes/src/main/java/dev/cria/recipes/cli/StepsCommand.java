package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.data.curate.Profile;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.recipes.recipe.Steps;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "steps",
        description = "Lists the steps and profiles of stage curate, and what can be set.",
        footerHeading = "%nExamples:%n",
        footer = {"  cria steps", "  cria steps near_dedup"})
final class StepsCommand implements Runnable {

    @Parameters(arity = "0..1", paramLabel = "STEP", description = "a step, to see all about it")
    private String name;

    @Override
    public void run() {
        if (name != null) {
            StepKind kind =
                    Steps.kind(name)
                            .orElseThrow(
                                    () ->
                                            new UserException(
                                                    "there is no step '%s'; 'cria steps' lists all"
                                                            .formatted(name)));
            show(kind);
            return;
        }
        Steps.KINDS.forEach(kind -> System.out.printf("%-24s %s%n", kind.name(), kind.help()));
        System.out.println("\nProfiles:");
        for (Profile profile : Profile.ALL) {
            System.out.printf("%-24s %s%n", profile.name(), profile.help());
            if (!profile.steps().isEmpty()) {
                System.out.printf(
                        "%-24s %s%n",
                        "",
                        profile.steps().stream()
                                .map(Profile.Part::step)
                                .collect(Collectors.joining(", ")));
            }
        }
    }

    private static void show(StepKind kind) {
        System.out.printf("%s: %s%n", kind.name(), kind.help());
        for (Parameter parameter : kind.parameters()) {
            System.out.printf("  %-28s %s%n", initial(parameter), parameter.help());
            if (!parameter.choices().isEmpty()) {
                System.out.printf(
                        "  %-28s one of %s%n", "", String.join(", ", parameter.choices()));
            }
        }
    }

    private static String initial(Parameter parameter) {
        Object initial = parameter.initial();
        boolean none = initial.equals("") || initial.equals(List.of());
        return none ? parameter.name() : parameter.name() + ": " + initial;
    }
}
