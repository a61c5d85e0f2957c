package dev.cria.recipes.convert;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Values that others write in other words. */
final class Terms {

    /** Schedules of transformers. */
    private static final Map<String, String> SCHEDULES =
            Map.of(
                    "cosine", "cosine",
                    "cosine_with_min_lr", "cosine",
                    "linear", "linear",
                    "constant", "constant",
                    "constant_with_warmup", "constant",
                    "warmup_stable_decay", "warmup_stable_decay");

    private Terms() {}

    static void schedule(Draft draft, String given) {
        String word = SCHEDULES.get(given);
        if (word == null) {
            draft.lost("lr_scheduler_type: " + given, "cosine is taken");
        }
        draft.put("lr_scheduler_type", word == null ? "cosine" : word);
    }

    static void optimizer(Draft draft, String given) {
        String lower = given.toLowerCase(Locale.ROOT);
        boolean adamw = lower.contains("adamw");
        boolean bytes = adamw && lower.contains("8bit");
        draft.put("optim", bytes ? "adamw_8bit" : "adamw");
        if (!adamw) {
            draft.lost("optimizer " + given, "adamw is taken");
        }
    }

    /** A list, written as one or with commas. */
    static List<String> list(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return Arrays.stream(value.toString().split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static boolean isTrue(Object value) {
        return value.toString().equalsIgnoreCase("true");
    }

    /** A number or a flag as YAML writes it, so that it is not quoted; else the text. */
    static Object typed(Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.valueOf(text);
        }
        if (text.matches("[-+]?[0-9]{1,17}")) {
            return Long.valueOf(text);
        }
        return text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?")
                ? (Object) Double.valueOf(text)
                : text;
    }
}
