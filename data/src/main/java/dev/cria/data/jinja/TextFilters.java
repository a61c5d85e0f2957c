package dev.cria.data.jinja;

import java.util.Map;

/** Filters that make text of text. */
final class TextFilters {

    static final Map<String, Filter> ALL =
            Map.ofEntries(
                    Map.entry(
                            "trim",
                            (run, value, a) ->
                                    TextMethods.strip(
                                            run, Written.plain(run, value), a, true, true)),
                    Map.entry(
                            "upper",
                            (run, value, a) -> TextMethods.upper(run, Written.plain(run, value))),
                    Map.entry(
                            "lower",
                            (run, value, a) -> TextMethods.lower(run, Written.plain(run, value))),
                    Map.entry(
                            "title",
                            (run, value, a) -> TextMethods.title(run, Written.plain(run, value))),
                    Map.entry(
                            "capitalize",
                            (run, value, a) ->
                                    TextMethods.capitalized(run, Written.plain(run, value))),
                    Map.entry("replace", TextFilters::replace),
                    Map.entry("indent", TextFilters::indent),
                    Map.entry("safe", (run, value, a) -> Written.plain(run, value)),
                    Map.entry("escape", TextFilters::escape),
                    Map.entry("e", TextFilters::escape),
                    Map.entry("join", TextFilters::join));

    private TextFilters() {}

    private static Object replace(Run run, Object value, Arguments arguments) {
        return TextMethods.replaced(
                run,
                Written.plain(run, value),
                arguments.text(run, 0, "old"),
                arguments.text(run, 1, "new"),
                arguments.integer(run, 2, "count", -1));
    }

    private static Object join(Run run, Object value, Arguments arguments) {
        Text between = Written.plain(run, arguments.get(0, "d", Text.EMPTY));
        Object attribute = arguments.get(1, "attribute", Values.NONE);
        return TextMethods.joined(
                run,
                attribute == Values.NONE
                        ? Values.elements(run, value)
                        : ListFilters.attributes(run, value, attribute),
                between);
    }

    private static Object indent(Run run, Object value, Arguments arguments) {
        int width = arguments.integer(run, 0, "width", 4);
        if (width < 0 || width > 64) {
            throw run.wrong("an indent that is not between 0 and 64");
        }
        boolean first = Values.isTrue(arguments.get(1, "first", false));
        boolean blank = Values.isTrue(arguments.get(2, "blank", false));
        Callable lines = TextMethods.of(Written.plain(run, value), "split");
        Object split = lines.call(run, new Arguments(java.util.List.of(Text.of("\n")), Map.of()));
        TextBuilder out = new TextBuilder(run.budget());
        int number = 0;
        for (Object line : Values.elements(run, split)) {
            Text text = (Text) line;
            out.add(number > 0 ? "\n" : "");
            boolean indents = number == 0 ? first : blank || text.length() > 0;
            out.add(indents ? " ".repeat(width) : "").add(text);
            number++;
        }
        return out.text();
    }

    private static Object escape(Run run, Object value, Arguments arguments) {
        Text text = Written.plain(run, value);
        String[] pairs = {"&", "&amp;", "<", "&lt;", ">", "&gt;", "'", "&#39;", "\"", "&#34;"};
        for (int i = 0; i < pairs.length; i += 2) {
            text = TextMethods.replaced(run, text, Text.of(pairs[i]), Text.of(pairs[i + 1]), -1);
        }
        return text;
    }
}
