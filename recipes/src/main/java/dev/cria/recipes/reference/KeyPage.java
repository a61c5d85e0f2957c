package dev.cria.recipes.reference;

import java.util.List;

/** The reference of keys as a page of Markdown: docs/keys.md. */
public final class KeyPage {

    private static final String INTRODUCTION =
            """
            # Keys of recipes

            Made by `cria explain --markdown` from what the program declares; a test holds it to that. `cria explain
            KEY` shows one of them, `recipes/recipe.schema.json` (`cria schema`) tells editors.

            A recipe is one stage, or a list `stages`. The keys of a stage stand in its sections; names are unique within a
            stage, so that `learning_rate=1e-4` says enough on the command line. Names in brackets are those of
            LLaMA-Factory, torchtune and Axolotl; they are read too. More in [recipes.md](recipes.md).

            ## The recipe as a whole

            """;

    private KeyPage() {}

    /** The page. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append("| key | what it says | type | default |\n|---|---|---|---|\n");
        KeyIndex.ALL.stream()
                .filter(entry -> entry.stages().isEmpty())
                .forEach(
                        entry ->
                                row(
                                        page,
                                        "`" + entry.key().name() + "`",
                                        entry.key().documentation(),
                                        entry.type(),
                                        entry.defaults()));
        KeyIndex.bySection()
                .forEach(
                        (section, entries) -> {
                            page.append(
                                    section.isEmpty()
                                            ? "\n## Beside `stage`\n\n"
                                            : "\n## `" + section + "`\n\n");
                            page.append("| key | what it says | type | default | stages |\n");
                            page.append("|---|---|---|---|---|\n");
                            entries.forEach(entry -> row(page, entry));
                        });
        return page.toString();
    }

    private static void row(StringBuilder page, KeyEntry entry) {
        List<String> aliases = entry.aliases();
        row(
                page,
                "`"
                        + entry.key().name()
                        + "`"
                        + (aliases.isEmpty() ? "" : " (" + String.join(", ", aliases) + ")"),
                entry.key().documentation(),
                entry.type(),
                entry.defaults(),
                String.join(", ", entry.stageNames()));
    }

    private static void row(StringBuilder page, String... cells) {
        page.append('|');
        for (String cell : cells) {
            page.append(' ').append(cell.replace("|", "\\|")).append(" |");
        }
        page.append('\n');
    }
}
