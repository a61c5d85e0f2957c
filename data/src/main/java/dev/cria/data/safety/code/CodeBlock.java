package dev.cria.data.safety.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Code between fences of Markdown.
 *
 * @param language empty where the fence names none, or one without rules
 * @param firstLine of the code in the text around it, counted from 1
 */
public record CodeBlock(Optional<CodeLanguage> language, int firstLine, List<String> lines) {

    private static final Pattern FENCE =
            Pattern.compile("\\s{0,12}(`{3,}|~{3,})\\s*([\\w#+.-]*).*");

    /** All blocks of a text in their order; one that is not closed goes to the end. */
    public static List<CodeBlock> in(String text) {
        List<CodeBlock> blocks = new ArrayList<>();
        List<String> within = null;
        String fence = "";
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            boolean marked = line.contains("```") || line.contains("~~~");
            Matcher found = marked ? FENCE.matcher(line) : null;
            boolean fits = found != null && found.matches();
            if (within == null && fits) {
                fence = found.group(1);
                within = new ArrayList<>();
                blocks.add(new CodeBlock(CodeLanguage.of(found.group(2)), number + 1, within));
            } else if (within != null && fits && line.strip().startsWith(fence)) {
                within = null;
            } else if (within != null) {
                within.add(line);
            }
        }
        return blocks;
    }
}
