package dev.cria.trainer.generate.json;

/**
 * A number, as RFC 8259 has it, with so few digits that a double holds it.
 *
 * @param part what was read last
 * @param left digits that may still come in this part
 * @param integer whether it has neither a fraction nor an exponent
 * @param after what comes after it
 */
record NumberBody(Part part, int left, boolean integer, Form after) implements Form {

    private static final int DIGITS = 15;
    private static final int EXPONENT_DIGITS = 2;

    /** The last character read. */
    enum Part {
        START(false),
        MINUS(false),
        ZERO(true),
        DIGITS(true),
        POINT(false),
        FRACTION(true),
        E(false),
        SIGN(false),
        EXPONENT(true);

        private final boolean mayEnd;

        Part(boolean mayEnd) {
            this.mayEnd = mayEnd;
        }
    }

    static Form of(boolean integer, Form after) {
        return new NumberBody(Part.START, 0, integer, after);
    }

    @Override
    public int shortest() {
        return (part.mayEnd ? 0 : 1) + after.shortest();
    }

    @Override
    public Form step(int next) {
        boolean digit = next >= '0' && next <= '9';
        return switch (part) {
            case START, MINUS -> {
                if (next == '-' && part == Part.START) {
                    yield to(Part.MINUS, 0);
                }
                yield next == '0' ? to(Part.ZERO, 0) : digit ? to(Part.DIGITS, DIGITS - 1) : null;
            }
            case ZERO -> whole(next);
            case DIGITS -> digit ? more() : whole(next);
            case POINT -> digit ? to(Part.FRACTION, DIGITS - 1) : null;
            case FRACTION -> digit ? more() : isE(next) ? to(Part.E, 0) : after.step(next);
            case E -> {
                if (next == '-' || next == '+') {
                    yield to(Part.SIGN, 0);
                }
                yield digit ? to(Part.EXPONENT, EXPONENT_DIGITS - 1) : null;
            }
            case SIGN -> digit ? to(Part.EXPONENT, EXPONENT_DIGITS - 1) : null;
            case EXPONENT -> digit ? more() : after.step(next);
        };
    }

    /** After the digits before the point. */
    private Form whole(int next) {
        if (!integer && next == '.') {
            return to(Part.POINT, 0);
        }
        return !integer && isE(next) ? to(Part.E, 0) : after.step(next);
    }

    private Form more() {
        return left == 0 ? null : to(part, left - 1);
    }

    private Form to(Part next, int digits) {
        return new NumberBody(next, digits, integer, after);
    }

    private static boolean isE(int next) {
        return next == 'e' || next == 'E';
    }
}
