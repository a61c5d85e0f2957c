package dev.cria.data.jinja;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Values as text: as Python's {@code str} and {@code repr}, and as its {@code json.dumps}. */
final class Written {

    private static final int DIGITS = 17;

    private final Run run;
    private final TextBuilder out;

    /** Null for Python's own notation. */
    private final Json json;

    /**
     * How JSON is laid out.
     *
     * @param indent spaces, or negative for a single line
     */
    record Json(int indent, String item, String key, boolean ascii, boolean sorted) {}

    private Written(Run run, Json json) {
        this.run = run;
        this.out = new TextBuilder(run.budget());
        this.json = json;
    }

    /** As it is printed. */
    static Text plain(Run run, Object value) {
        if (value instanceof Text text) {
            return text;
        }
        return value instanceof Undefined ? Text.EMPTY : of(run, value, null);
    }

    static Text json(Run run, Object value, Json layout) {
        return of(run, value, layout);
    }

    private static Text of(Run run, Object value, Json layout) {
        Written written = new Written(run, layout);
        written.add(value, 0);
        return written.out.text();
    }

    private void add(Object value, int depth) {
        run.budget().step();
        if (value instanceof Text text) {
            quoted(text);
        } else if (value instanceof List<?> list) {
            list(list, depth);
        } else if (value instanceof Map<?, ?> map) {
            map(map, depth);
        } else if (value instanceof Double number) {
            out.add(number(number));
        } else if (value instanceof Boolean || value == Values.NONE) {
            out.add(word(value));
        } else if (value instanceof Number) {
            out.add(value.toString());
        } else {
            throw run.wrong(Values.kind(value) + " cannot be written");
        }
    }

    private String word(Object value) {
        if (json == null) {
            return value == Values.NONE ? "None" : value.equals(true) ? "True" : "False";
        }
        return value == Values.NONE ? "null" : value.toString();
    }

    private void list(List<?> list, int depth) {
        run.budget().enter();
        out.add("[");
        for (int i = 0; i < list.size(); i++) {
            separate(i, depth);
            add(list.get(i), depth + 1);
        }
        end(list.isEmpty(), depth);
        out.add("]");
        run.budget().leave();
    }

    private void map(Map<?, ?> map, int depth) {
        run.budget().enter();
        out.add("{");
        Iterator<?> keys =
                json != null && json.sorted()
                        ? map.keySet().stream()
                                .sorted((a, b) -> Values.compare(run, a, b))
                                .iterator()
                        : map.keySet().iterator();
        for (int i = 0; keys.hasNext(); i++) {
            Object key = keys.next();
            separate(i, depth);
            add(json == null || key instanceof Text ? key : plain(run, key), depth + 1);
            out.add(json == null ? ": " : json.key());
            add(map.get(key), depth + 1);
        }
        end(map.isEmpty(), depth);
        out.add("}");
        run.budget().leave();
    }

    private void separate(int index, int depth) {
        if (index > 0) {
            out.add(json == null ? ", " : json.item());
        }
        newLine(depth + 1);
    }

    private void end(boolean empty, int depth) {
        if (!empty) {
            newLine(depth);
        }
    }

    private void newLine(int depth) {
        if (json != null && json.indent() >= 0) {
            out.add("\n" + " ".repeat(json.indent() * depth));
        }
    }

    private void quoted(Text text) {
        boolean single =
                json == null && (text.value().indexOf('\'') < 0 || text.value().indexOf('"') >= 0);
        char quote = single ? '\'' : '"';
        out.add(String.valueOf(quote));
        for (Text.Part part : text.parts()) {
            StringBuilder escaped = new StringBuilder();
            part.text().chars().forEach(c -> escape((char) c, quote, escaped));
            out.add(
                    new Text(
                            List.of(
                                    new Text.Part(
                                            escaped.toString(), part.data(), part.answer()))));
        }
        out.add(String.valueOf(quote));
    }

    private void escape(char c, char quote, StringBuilder to) {
        int at = "\n\r\t\b\f".indexOf(c);
        if (c == quote || c == '\\') {
            to.append('\\').append(c);
        } else if (at >= 0 && (json != null || at < 3)) {
            to.append('\\').append("nrtbf".charAt(at));
        } else if (c < ' ' || (json != null && json.ascii() && c > '~')) {
            to.append((json == null ? "\\x%02x" : "\\u%04x").formatted((int) c));
        } else {
            to.append(c);
        }
    }

    /** The shortest decimal that is the number, as Python's {@code repr} writes it. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= DIGITS; digits++) {
            shortest = exact.round(new java.math.MathContext(digits));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = shortest.unscaledValue().abs().toString();
        String sign = value < 0 ? "-" : "";
        String rest = digits.length() > 1 ? "." + digits.substring(1) : "";
        return "%s%s%se%s%02d"
                .formatted(
                        sign, digits.charAt(0), rest, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
