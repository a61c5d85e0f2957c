package dev.cria.data.evaluation;

import java.util.List;

/**
 * Whether two answers in LaTeX are written the same but for style, as the authors of MATH compare
 * them: {@code is_equiv} of hendrycks/math (MIT), of which this is a translation.
 */
public final class MathEquality {

    private MathEquality() {}

    /** Whether both come to the same. */
    public static boolean equal(String one, String other) {
        return one.equals(other) || plain(one).equals(plain(other));
    }

    /** Without what is only style. */
    static String plain(String text) {
        String plain =
                text.replace("\n", "")
                        .replace("\\!", "")
                        .replace("\\\\", "\\")
                        .replace("tfrac", "frac")
                        .replace("dfrac", "frac")
                        .replace("\\left", "")
                        .replace("\\right", "")
                        .replace("^{\\circ}", "")
                        .replace("^\\circ", "")
                        .replace("\\$", "");
        int units = plain.indexOf("\\text{ ");
        plain = units < 0 ? plain : plain.substring(0, units);
        plain = plain.replace("\\%", "").replace(" .", " 0.").replace("{.", "{0.");
        if (plain.startsWith(".")) {
            plain = "0" + plain;
        }
        List<String> sides = List.of(plain.split("=", -1));
        if (sides.size() == 2 && sides.get(0).length() <= 2) {
            plain = sides.get(1);
        }
        plain = fractions(roots(plain).replace(" ", ""));
        return slash(plain.equals("0.5") ? "\\frac{1}{2}" : plain);
    }

    /** {@code \sqrt3} becomes {@code \sqrt{3}}. */
    private static String roots(String text) {
        String[] parts = text.split("\\\\sqrt", -1);
        StringBuilder whole = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i];
            boolean bare = !part.isEmpty() && part.charAt(0) != '{';
            whole.append("\\sqrt")
                    .append(bare ? "{" + part.charAt(0) + "}" + part.substring(1) : part);
        }
        return whole.toString();
    }

    /** {@code \frac12} becomes {@code \frac{1}{2}}. */
    private static String fractions(String text) {
        String[] parts = text.split("\\\\frac", -1);
        StringBuilder whole = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i];
            whole.append("\\frac");
            if (part.startsWith("{")) {
                whole.append(part);
            } else if (part.length() < 2) {
                return text;
            } else {
                String below =
                        part.charAt(1) == '{' ? part.substring(1) : "{" + part.charAt(1) + "}";
                String rest = part.charAt(1) == '{' ? "" : part.substring(2);
                whole.append('{').append(part.charAt(0)).append('}').append(below).append(rest);
            }
        }
        return whole.toString();
    }

    /** {@code 1/2} becomes {@code \frac{1}{2}}. */
    private static String slash(String text) {
        String[] parts = text.split("/", -1);
        boolean whole =
                parts.length == 2
                        && parts[0].matches("-?(0|[1-9]\\d{0,17})")
                        && parts[1].matches("-?(0|[1-9]\\d{0,17})");
        return whole ? "\\frac{" + parts[0] + "}{" + parts[1] + "}" : text;
    }
}
