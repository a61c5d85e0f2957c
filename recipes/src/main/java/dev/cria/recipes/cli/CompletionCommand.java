package dev.cria.recipes.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Prints what completes commands and options, for bash and zsh.",
        footerHeading = "%nExamples:%n",
        footer = {"  source <(cria completion)", "  cria completion > ~/.cria-completion"})
final class CompletionCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        System.out.print(AutoComplete.bash("cria", spec.root().commandLine()));
    }
}
