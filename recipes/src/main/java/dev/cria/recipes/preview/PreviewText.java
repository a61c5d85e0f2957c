package dev.cria.recipes.preview;

import dev.cria.recipes.show.Printable;
import java.util.List;
import java.util.Locale;

/**
 * Previews on a terminal: tokens with loss in green, in turns of two shades so that they can be
 * told apart; others in grey; special tokens inverse. Without colours, brackets stand around what
 * carries loss.
 *
 * @param colours whether the terminal shows them
 * @param mostTokens of each part that are shown; 0 for all
 */
public record PreviewText(boolean colours, int mostTokens) {

    private static final String INDENT = "    ";

    /** Everything about the rows of a stage. */
    public String of(Preview preview) {
        StringBuilder text = new StringBuilder();
        line(text, "%s: rows as the model gets them, in their order", preview.stage().name());
        line(text, "  %-20s %s", "tokenizer", preview.tokenizer());
        preview.facts().forEach((label, value) -> line(text, "  %-20s %s", label, value));
        line(text, "  %-20s %s", "with loss", share(preview.targets(), preview.tokens()));
        if (!preview.complete()) {
            line(
                    text,
                    "  %-20s the first %,d rows of each data set; with all of them, rows are packed and drawn otherwise",
                    "read",
                    StageLook.MOST_ROWS);
        }
        line(text, "  %-20s %s", "marks", legend());
        preview.rows().forEach(row -> row(text, row));
        return text.toString();
    }

    /** How many of so many tokens, in words. */
    static String share(long targets, long tokens) {
        return String.format(
                Locale.ROOT,
                "%,d of %,d tokens (%.1f%%)",
                targets,
                tokens,
                tokens == 0 ? 0 : 100.0 * targets / tokens);
    }

    private String legend() {
        return colours
                ? Style.LEARNT.on("carries loss")
                        + ", "
                        + Style.MASKED.on("does not")
                        + ", "
                        + Style.MASKED.special("<|special|>")
                : "⟦carries loss⟧, ⟦0.5× with this weight⟧, the rest does not; <|special|> tokens";
    }

    private void row(StringBuilder text, ShownRow row) {
        line(text, "");
        line(
                text,
                "%s: %,d of %,d tokens, %,d with loss%s",
                row.label(),
                row.tokens(),
                row.capacity(),
                row.targets(),
                row.parts().size() > 1 ? ", %d parts".formatted(row.parts().size()) : "");
        row.parts().forEach(part -> part(text, part));
    }

    private void part(StringBuilder text, Part part) {
        line(
                text,
                "  %s, positions %d to %d, %,d with loss, %s",
                part.label(),
                part.firstPosition(),
                part.firstPosition() + part.tokens() - 1,
                part.targets(),
                part.origin());
        if (part.before() > 0) {
            line(text, INDENT + "[%,d tokens before stand in another row]", part.before());
        }
        text.append(INDENT);
        int most = mostTokens == 0 ? Integer.MAX_VALUE : mostTokens;
        int count = part.pieces().size();
        if (count <= most) {
            run(text, part.pieces());
        } else {
            int tail = Math.min(most / 4, count);
            run(text, part.pieces().subList(0, most - tail));
            text.append(" [… %,d tokens …] ".formatted(count - most));
            run(text, part.pieces().subList(count - tail, count));
        }
        line(text, "");
        if (part.after() > 0) {
            line(
                    text,
                    INDENT + "[cut here: %,d tokens behind it are not in this row: %s…]",
                    part.after(),
                    flat(part.cut()));
        }
    }

    private void run(StringBuilder text, List<Piece> pieces) {
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            boolean turn = i == 0 || pieces.get(i - 1).weight() != piece.weight();
            if (!colours && turn && i > 0 && pieces.get(i - 1).learnt()) {
                text.append('⟧');
            }
            if (!colours && turn && piece.learnt()) {
                text.append('⟦');
                if (piece.weight() != 1) {
                    text.append(String.format(Locale.ROOT, "%s× ", piece.weight()));
                }
            }
            text.append(shown(piece, i));
        }
        if (!colours && !pieces.isEmpty() && pieces.get(pieces.size() - 1).learnt()) {
            text.append('⟧');
        }
    }

    private String shown(Piece piece, int number) {
        String plain = Printable.of(piece.text());
        String marked = plain.replace("\n", "⏎\n" + INDENT);
        if (!colours) {
            return marked;
        }
        Style style = Style.of(piece.weight(), number);
        return piece.special() ? style.special(marked) : style.on(marked);
    }

    private static String flat(List<Piece> pieces) {
        StringBuilder all = new StringBuilder();
        pieces.forEach(piece -> all.append(Printable.of(piece.text()).replace("\n", "⏎")));
        return all.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
