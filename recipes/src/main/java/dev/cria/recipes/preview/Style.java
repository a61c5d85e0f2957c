package dev.cria.recipes.preview;

/** How a terminal shows a token; neighbours differ. */
enum Style {
    MASKED("90"),
    MASKED_NEXT("37"),
    LEARNT("32"),
    LEARNT_NEXT("92"),
    /** Counts less than others. */
    LIGHT("2;32"),
    /** Counts more than others. */
    HEAVY("1;32");

    private static final String INVERSE = "7;";

    private final String codes;

    Style(String codes) {
        this.codes = codes;
    }

    static Style of(float weight, int number) {
        boolean even = number % 2 == 0;
        if (weight == 0) {
            return even ? MASKED : MASKED_NEXT;
        }
        if (weight == 1) {
            return even ? LEARNT : LEARNT_NEXT;
        }
        return weight < 1 ? LIGHT : HEAVY;
    }

    String on(String text) {
        return around(codes, text);
    }

    String special(String text) {
        return around(INVERSE + codes, text);
    }

    private static String around(String codes, String text) {
        return "\u001b[" + codes + "m" + text + "\u001b[0m";
    }
}
