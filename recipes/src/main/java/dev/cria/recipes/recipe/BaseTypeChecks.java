package dev.cria.recipes.recipe;

import java.util.List;

/** What frozen weights are kept as must go with what is trained. */
final class BaseTypeChecks {

    private BaseTypeChecks() {}

    static void check(Draft draft, Stage stage, Problems problems) {
        if (!stage.has("finetuning_type", "base_dtype")) {
            return;
        }
        String method = stage.text("finetuning_type");
        String type = stage.text("base_dtype");
        if (method.equals("full") && !List.of("auto", "fp32").contains(type)) {
            problems.add(
                    draft.placeOf("base_dtype"),
                    "base_dtype: %s is for frozen weights, but finetuning_type: full trains all of them; take it out, or take lora"
                            .formatted(type));
        }
        if (method.equals("qlora") && !List.of("auto", "nf4", "int8").contains(type)) {
            problems.add(
                    draft.placeOf("base_dtype"),
                    "finetuning_type: qlora goes with base_dtype nf4 or int8; with %s, take lora"
                            .formatted(type));
        }
    }
}
