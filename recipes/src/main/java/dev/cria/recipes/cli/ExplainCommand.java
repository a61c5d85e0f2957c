package dev.cria.recipes.cli;

import dev.cria.recipes.reference.Explanation;
import dev.cria.recipes.reference.KeyPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "Says what a key, a section or a stage of recipes is.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cria explain learning_rate",
            "  cria explain sft.max_seq_len",
            "  cria explain lora",
            "  cria explain dpo"
        })
final class ExplainCommand implements Runnable {

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "a key, a section or a stage; without one: all stages")
    private String name;

    @Option(names = "--markdown", description = "all keys as a page of Markdown")
    private boolean markdown;

    @Override
    public void run() {
        if (markdown) {
            System.out.print(KeyPage.markdown());
        } else {
            System.out.print(name == null ? Explanation.overview() : Explanation.of(name));
        }
    }
}
