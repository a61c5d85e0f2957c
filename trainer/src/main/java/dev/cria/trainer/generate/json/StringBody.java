package dev.cria.trainer.generate.json;

/**
 * The inside of a string up to its closing quote: valid UTF-8, escapes as RFC 8259 has them,
 * without those of halves of surrogate pairs.
 *
 * @param least characters that must still come
 * @param most characters that may still come; a negative number for any
 * @param inside what of a character is begun
 * @param after what comes after the quote
 */
record StringBody(int least, int most, Inside inside, Form after) implements Form {

    /** Where in a character a string is; low and high bound the next byte. */
    enum Inside {
        BETWEEN(0, 0, 0),
        LAST(0x80, 0xbf, 1),
        TWO_LEFT(0x80, 0xbf, 2),
        THREE_LEFT(0x80, 0xbf, 3),
        AFTER_E0(0xa0, 0xbf, 2),
        AFTER_ED(0x80, 0x9f, 2),
        AFTER_F0(0x90, 0xbf, 3),
        AFTER_F4(0x80, 0x8f, 3),
        ESCAPE(0, 0, 1),
        HEX_4(0, 0, 4),
        HEX_3(0, 0, 3),
        HEX_3_AFTER_D(0, 0, 3),
        HEX_2(0, 0, 2),
        HEX_1(0, 0, 1);

        private final int low;
        private final int high;
        private final int bytes;

        Inside(int low, int high, int bytes) {
            this.low = low;
            this.high = high;
            this.bytes = bytes;
        }
    }

    /** A whole string. */
    static Form quoted(int least, int most, Form after) {
        return Spelled.of("\"", new StringBody(least, most, Inside.BETWEEN, after));
    }

    @Override
    public int shortest() {
        return inside.bytes + least + 1 + after.shortest();
    }

    @Override
    public Form step(int next) {
        return switch (inside) {
            case BETWEEN -> between(next);
            case ESCAPE -> escape(next);
            case HEX_4 ->
                    isHex(next)
                            ? in(next == 'd' || next == 'D' ? Inside.HEX_3_AFTER_D : Inside.HEX_3)
                            : null;
            case HEX_3_AFTER_D -> next >= '0' && next <= '7' ? in(Inside.HEX_2) : null;
            case HEX_3 -> isHex(next) ? in(Inside.HEX_2) : null;
            case HEX_2 -> isHex(next) ? in(Inside.HEX_1) : null;
            case HEX_1 -> isHex(next) ? in(Inside.BETWEEN) : null;
            default -> continued(next);
        };
    }

    private Form between(int next) {
        if (next == '"') {
            return least > 0 ? null : after;
        }
        if (next < 0x20 || most == 0) {
            return null;
        }
        Inside begun = next == '\\' ? Inside.ESCAPE : begun(next);
        if (begun == null) {
            return null;
        }
        if (begun == Inside.BETWEEN && least == 0 && most < 0) {
            return this;
        }
        return new StringBody(Math.max(0, least - 1), most < 0 ? most : most - 1, begun, after);
    }

    /** RFC 3629, section 4. */
    private static Inside begun(int lead) {
        if (lead < 0x80) {
            return Inside.BETWEEN;
        }
        if (lead < 0xc2 || lead > 0xf4) {
            return null;
        }
        return switch (lead) {
            case 0xe0 -> Inside.AFTER_E0;
            case 0xed -> Inside.AFTER_ED;
            case 0xf0 -> Inside.AFTER_F0;
            case 0xf4 -> Inside.AFTER_F4;
            default ->
                    lead < 0xe0 ? Inside.LAST : lead < 0xf0 ? Inside.TWO_LEFT : Inside.THREE_LEFT;
        };
    }

    private Form continued(int next) {
        if (next < inside.low || next > inside.high) {
            return null;
        }
        return switch (inside.bytes) {
            case 3 -> in(Inside.TWO_LEFT);
            case 2 -> in(Inside.LAST);
            default -> in(Inside.BETWEEN);
        };
    }

    private Form escape(int next) {
        if (next == 'u') {
            return in(Inside.HEX_4);
        }
        return "\"\\/bfnrt".indexOf(next) >= 0 ? in(Inside.BETWEEN) : null;
    }

    private Form in(Inside other) {
        return new StringBody(least, most, other, after);
    }

    private static boolean isHex(int next) {
        return Character.digit(next, 16) >= 0 && next < 0x80;
    }
}
