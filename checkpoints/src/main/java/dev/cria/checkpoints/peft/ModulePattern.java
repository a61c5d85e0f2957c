package dev.cria.checkpoints.peft;

import dev.cria.checkpoints.json.JsonFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code target_modules} as a regular expression for whole names. Whoever wrote the file wrote the
 * expression, so the work that it may cause is bounded.
 */
final class ModulePattern {

    private static final String FIELD = "target_modules";
    private static final int MAX_LENGTH = 10_000;

    /** For each name; a pattern such as PEFT writes them looks a few hundred times. */
    private static final int MAX_LOOKS = 10_000;

    private ModulePattern() {}

    /**
     * The names that match as a whole.
     *
     * @throws dev.cria.checkpoints.UserException when it is no regular expression, is nested too
     *     deeply, or takes more steps than an honest one
     */
    static List<String> matching(JsonFields json, String expression, Collection<String> names) {
        if (expression.length() > MAX_LENGTH) {
            throw json.wrong(FIELD, "a pattern of at most " + MAX_LENGTH + " characters");
        }
        try {
            Pattern pattern = Pattern.compile(expression);
            List<String> matching = new ArrayList<>();
            for (String name : names) {
                if (pattern.matcher(new Watched(name, new int[] {MAX_LOOKS})).matches()) {
                    matching.add(name);
                }
            }
            return matching;
        } catch (PatternSyntaxException | StackOverflowError broken) {
            throw json.wrong(FIELD, "a list of names, or a pattern for them");
        } catch (TooManyLooks endless) {
            throw json.wrong(FIELD, "a pattern that does not try the same again and again");
        }
    }

    private static final class TooManyLooks extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyLooks() {
            super(null, null, false, false);
        }
    }

    /** Java's matcher has no limit of its own, but it must look at the text. */
    private record Watched(String text, int[] looks) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (--looks[0] < 0) {
                throw new TooManyLooks();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
