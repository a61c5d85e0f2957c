package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.DurableFiles;
import dev.cria.recipes.convert.Conversion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "convert-recipe",
        description = {
            "Turns a recipe of LLaMA-Factory or torchtune into one of Cria's.",
            "What has no equivalent is told, and noted in the recipe."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cria convert-recipe llama3_lora_sft.yaml",
            "  cria convert-recipe 8B_lora.yaml --model models/llama3 --dataset chat.jsonl --output mine.yaml"
        })
final class ConvertCommand implements Runnable {

    @Parameters(paramLabel = "FILE", description = "the other recipe")
    private Path file;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "a new file; without one it is printed")
    private Path output;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "folder of the model, where the recipe names one of a hub")
    private Path model;

    @Option(
            names = "--dataset",
            paramLabel = "PATH",
            description = "data in the place of the recipe's; once for each")
    private List<Path> datasets = List.of();

    @Override
    public void run() {
        if (output != null && Files.exists(output)) {
            throw new UserException(
                    output + ": exists already and is not overwritten; name another place");
        }
        Conversion conversion =
                Conversion.of(
                        file,
                        model == null ? null : model.toAbsolutePath().normalize(),
                        datasets.stream().map(p -> p.toAbsolutePath().normalize()).toList());
        String yaml = conversion.yaml(file.getFileName().toString());
        if (output == null) {
            System.out.print(yaml);
        } else {
            DurableFiles.writeFile(output, yaml.getBytes(StandardCharsets.UTF_8));
            System.err.println("wrote " + output + "; 'cria validate " + output + "' checks it");
        }
        tell("has no equivalent:", conversion.lost());
        tell("needs no key here:", conversion.done());
    }

    private static void tell(String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            System.err.println(heading);
            lines.forEach(line -> System.err.println("  " + line));
        }
    }
}
