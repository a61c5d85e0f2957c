package dev.cria.recipes.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.recipes.job.Inspection;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description = "Shows what a file or folder holds: tensors, types, metadata, checksums.",
        footerHeading = "%nExamples:%n",
        footer = {"  cria inspect models/Llama-3.2-1B", "  cria inspect mine.gguf --json"})
final class InspectCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "PATH",
            description =
                    "safetensors, GGUF, Parquet, tokenizer.json; a model, adapter, checkpoint or run folder")
    Path path;

    @Option(names = "--json", description = "print as JSON")
    boolean json;

    @Override
    public Integer call() {
        ObjectNode found = Inspection.of(path);
        if (json) {
            System.out.println(found.toPrettyString());
        } else {
            print(found, "");
        }
        return 0;
    }

    private static void print(ObjectNode node, String indent) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getValue() instanceof ObjectNode inner) {
                System.out.println(indent + field.getKey());
                print(inner, indent + "  ");
            } else {
                JsonNode value = field.getValue();
                String text = value.isTextual() ? value.asText() : value.toString();
                System.out.printf("%s%-44s %s%n", indent, field.getKey(), text);
            }
        }
    }
}
