package dev.cria.recipes.cli;

import dev.cria.recipes.reference.RecipeSchema;
import picocli.CommandLine.Command;

@Command(
        name = "schema",
        description = "Prints the JSON Schema of recipes, for editors.",
        footerHeading = "%nExamples:%n",
        footer = "  cria schema > recipe.schema.json")
final class SchemaCommand implements Runnable {

    @Override
    public void run() {
        System.out.println(RecipeSchema.json().toPrettyString());
    }
}
