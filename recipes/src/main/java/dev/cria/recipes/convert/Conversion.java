package dev.cria.recipes.convert;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.PlainYaml;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * A recipe of another framework as one of Cria's.
 *
 * @param from the framework
 * @param recipe what a recipe holds
 * @param lost what has no equivalent
 * @param done what Cria does otherwise, or without being told
 */
public record Conversion(
        String from, Map<String, Object> recipe, List<String> lost, List<String> done) {

    /**
     * Converts a recipe of LLaMA-Factory or torchtune; its keys say which it is.
     *
     * @param model folder of the model in the place of the recipe's; null for that
     * @param datasets files in the place of the recipe's; empty for those
     * @throws UserException where it is of neither
     */
    public static Conversion of(Path file, Path model, List<Path> datasets) {
        Map<String, Object> given = PlainYaml.read(file);
        if (Torchtune.is(given)) {
            return Torchtune.convert(given, model, datasets);
        }
        if (LlamaFactory.is(given)) {
            return LlamaFactory.convert(file, given, model, datasets);
        }
        throw new UserException(
                file
                        + ": is a recipe of neither LLaMA-Factory (keys such as model_name_or_path, stage, export_dir) nor torchtune (_component_)");
    }

    /** The recipe as YAML, with what was lost in comments before it. */
    public String yaml(String source) {
        StringBuilder text = new StringBuilder("# From %s's %s.\n".formatted(from, source));
        if (!lost.isEmpty()) {
            text.append("#\n# Has no equivalent:\n");
            lost.forEach(line -> text.append("#   ").append(line).append('\n'));
        }
        DumpSettings settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(200).build();
        return text.append(new Dump(settings).dumpToString(recipe)).toString();
    }
}
