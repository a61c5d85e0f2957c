package dev.cria.data.heuristic;

import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;

/** Writes a parsed document without its markers, each line where it was, numbers of lists kept. */
final class PlainText extends AbstractVisitor {

    private final StringBuilder out = new StringBuilder();
    private final List<String> source;

    /** The line of the source that is written now. */
    private int line;

    private PlainText(String text) {
        source = text.lines().toList();
    }

    static String of(Node document, String text) {
        PlainText plain = new PlainText(text);
        document.accept(plain);
        if (text.endsWith("\n")) {
            plain.out.append('\n');
        }
        return plain.out.toString();
    }

    private void goTo(Node block) {
        List<SourceSpan> spans = block.getSourceSpans();
        if (!spans.isEmpty()) {
            for (int target = spans.get(0).getLineIndex(); line < target; line++) {
                out.append('\n');
            }
        }
    }

    @Override
    public void visit(Heading heading) {
        goTo(heading);
        visitChildren(heading);
    }

    @Override
    public void visit(Paragraph paragraph) {
        goTo(paragraph);
        visitChildren(paragraph);
    }

    @Override
    public void visit(ListItem item) {
        goTo(item);
        if (item.getParent() instanceof OrderedList list) {
            Integer start = list.getMarkerStartNumber();
            int number = start == null ? 1 : start;
            for (Node before = item.getPrevious(); before != null; before = before.getPrevious()) {
                number++;
            }
            out.append(number).append(list.getMarkerDelimiter()).append(' ');
        }
        visitChildren(item);
    }

    @Override
    public void visit(FencedCodeBlock block) {
        goTo(block);
        // The fence's own line stays empty.
        String code = block.getLiteral();
        for (String codeLine : code.lines().toList()) {
            out.append('\n').append(codeLine);
            line++;
        }
    }

    @Override
    public void visit(IndentedCodeBlock block) {
        verbatim(block);
    }

    @Override
    public void visit(HtmlBlock block) {
        verbatim(block);
    }

    private void verbatim(Node block) {
        for (SourceSpan span : block.getSourceSpans()) {
            for (; line < span.getLineIndex(); line++) {
                out.append('\n');
            }
            out.append(source.get(span.getLineIndex()));
        }
    }

    @Override
    public void visit(CustomBlock block) {
        if (block instanceof TableBlock) {
            goTo(block);
        }
        visitChildren(block);
    }

    @Override
    public void visit(CustomNode node) {
        if (node instanceof TableRow) {
            goTo(node);
        }
        if (node instanceof TableCell && node.getPrevious() != null) {
            out.append(' ');
        }
        visitChildren(node);
    }

    @Override
    public void visit(SoftLineBreak lineBreak) {
        breakLine();
    }

    @Override
    public void visit(HardLineBreak lineBreak) {
        breakLine();
    }

    private void breakLine() {
        out.append('\n');
        line++;
    }

    @Override
    public void visit(Text text) {
        out.append(text.getLiteral());
    }

    @Override
    public void visit(Code code) {
        out.append(code.getLiteral());
    }

    @Override
    public void visit(HtmlInline html) {
        out.append(html.getLiteral());
    }
}
