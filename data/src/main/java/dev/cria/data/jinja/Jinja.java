package dev.cria.data.jinja;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A template that was read. Any number of threads may render it. */
public final class Jinja {

    private static final int MOST_CHARACTERS = 256 << 10;

    private static final Pattern MARKS =
            Pattern.compile("\\{%[-+]?\\s*(?:end)?generation\\s*[-+]?%}");

    private final String origin;
    private final List<Statement> statements;

    private Jinja(String origin, List<Statement> statements) {
        this.origin = origin;
        this.statements = statements;
    }

    /**
     * Reads a template.
     *
     * @param origin the file, for messages
     * @throws JinjaException with the line where it is not understood
     */
    public static Jinja parse(String source, String origin) {
        if (source.length() > MOST_CHARACTERS) {
            throw new JinjaException(
                    origin, 1, "more than " + MOST_CHARACTERS + " characters are no chat template");
        }
        Words words = new Words(Lexer.tokens(source, origin), origin);
        try {
            return new Jinja(origin, new StatementParser(words).template());
        } catch (StackOverflowError e) {
            throw words.wrong("too many things within each other");
        }
    }

    /** Whether a template marks what the assistant says, by {@code {% generation %}}. */
    public static boolean hasMarks(String source) {
        return MARKS.matcher(source).find();
    }

    /** A template as programs read it that do not know these marks. */
    public static String withoutMarks(String source) {
        return MARKS.matcher(source).replaceAll("");
    }

    /** A value for {@code strftime_now}: the day is always the same, the time midnight. */
    public static Object clock(LocalDate day) {
        return (Callable)
                (run, arguments) -> Clock.format(run, day, arguments.text(run, 0, "format"));
    }

    /**
     * What the template makes of values.
     *
     * @param variables by name: values as {@link Values} lists them
     * @throws JinjaException if the template refuses them, does something that is not possible, or
     *     takes more than {@link Budget} allows
     */
    public Text render(Map<String, Object> variables) {
        Run run = new Run(origin, variables);
        try {
            Statement.all(statements, run);
            return run.text();
        } catch (Budget.LimitException e) {
            throw run.wrong("refused: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw run.wrong("refused: too many things within each other");
        }
    }
}
