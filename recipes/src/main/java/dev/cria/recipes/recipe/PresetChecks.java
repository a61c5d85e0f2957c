package dev.cria.recipes.recipe;

import java.util.List;
import java.util.Map;

/** A key may differ from the preset only where {@code override_preset} names it. */
record PresetChecks(Draft draft, Stage stage, Problems problems) {

    void check() {
        if (!stage.has("preset", "override_preset")) {
            return;
        }
        Map<String, Object> preset = Presets.values(draft);
        List<String> overridden = stage.texts("override_preset");
        preset.forEach(
                (key, value) -> {
                    if (stage.has(key)
                            && !value.equals(stage.values().get(key))
                            && !overridden.contains(key)) {
                        problems.add(
                                draft.placeOf(key),
                                "%s: %s contradicts preset %s, which has %s; take one of them out, or write override_preset: [%s]"
                                        .formatted(
                                                key,
                                                show(stage.values().get(key)),
                                                stage.text("preset"),
                                                show(value),
                                                key));
                    }
                });
        for (String key : overridden) {
            if (preset.isEmpty() || !draft.gives(key)) {
                problems.add(
                        draft.placeOf("override_preset"),
                        preset.isEmpty()
                                ? "override_preset needs a preset"
                                : "override_preset names %s, which is not given".formatted(key));
            }
        }
    }

    private static String show(Object value) {
        return value instanceof Double number ? Numbers.show(number) : value.toString();
    }
}
