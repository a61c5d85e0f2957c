package dev.cria.data.source;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Document;

/**
 * The main text of an HTML page, without what surrounds it. The page is cut into blocks, and a
 * block stays by its number of words and its share of links and by those of its neighbours: the
 * decision tree of Kohlschütter, Fankhauser and Nejdl 2010, "Boilerplate Detection using Shallow
 * Text Features", figure 4. A heading stays with the block that follows it.
 */
final class HtmlText {

    private HtmlText() {}

    /** Blocks that stay, a line each, with empty lines around paragraphs; empty where none does. */
    static String of(Document page) {
        List<HtmlBlocks.Block> blocks = HtmlBlocks.of(page);
        boolean[] stays = new boolean[blocks.size()];
        for (int i = 0; i < stays.length; i++) {
            stays[i] =
                    isContent(
                            i == 0 ? HtmlBlocks.NONE : blocks.get(i - 1),
                            blocks.get(i),
                            i + 1 == stays.length ? HtmlBlocks.NONE : blocks.get(i + 1));
        }
        withHeadings(blocks, stays);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < stays.length; i++) {
            if (stays[i]) {
                HtmlBlocks.Block block = blocks.get(i);
                boolean apart = !block.kind().equals(HtmlBlocks.ITEM) || i == 0 || !stays[i - 1];
                if (apart && !lines.isEmpty()) {
                    lines.add("");
                }
                lines.add(block.text());
            }
        }
        return String.join("\n", lines);
    }

    private static boolean isContent(
            HtmlBlocks.Block before, HtmlBlocks.Block block, HtmlBlocks.Block after) {
        if (block.kind().equals(HtmlBlocks.PREFORMATTED)) {
            return block.linkShare() <= 1 / 3.0;
        }
        if (block.linkShare() > 1 / 3.0) {
            return false;
        }
        if (before.linkShare() > 5 / 9.0) {
            return block.words() > 40 || after.words() > 17;
        }
        return block.words() > 16 || after.words() > 15 || before.words() > 4;
    }

    /** A heading stays where the next block that is none stays, and goes where it goes. */
    private static void withHeadings(List<HtmlBlocks.Block> blocks, boolean[] stays) {
        boolean next = false;
        for (int i = stays.length - 1; i >= 0; i--) {
            if (blocks.get(i).kind().equals(HtmlBlocks.HEADING)) {
                stays[i] = next;
            } else {
                next = stays[i];
            }
        }
    }
}
