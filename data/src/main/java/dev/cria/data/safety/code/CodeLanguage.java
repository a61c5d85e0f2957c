package dev.cria.data.safety.code;

import java.util.Locale;
import java.util.Optional;

/** Languages that there are rules for, and how fences of Markdown name them. */
public enum CodeLanguage {
    C("c h"),
    CPP("cpp c++ cc cxx hpp"),
    CSHARP("csharp c# cs"),
    GO("go golang"),
    JAVA("java"),
    JAVASCRIPT("javascript js jsx mjs cjs typescript ts tsx"),
    PHP("php"),
    PYTHON("python py python3"),
    RUBY("ruby rb"),
    SHELL("shell sh bash zsh console");

    /** Between spaces, the first of them Cria's own. */
    private final String names;

    CodeLanguage(String names) {
        this.names = " " + names + " ";
    }

    /** The language of a name that people give it, or of the end of a file's name. */
    public static Optional<CodeLanguage> of(String name) {
        String asked = name.strip().toLowerCase(Locale.ROOT);
        for (CodeLanguage language : values()) {
            if (!asked.contains(" ") && language.names.contains(" " + asked + " ")) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /** What recipes and rules call it. */
    public String label() {
        return names.substring(1, names.indexOf(' ', 1));
    }

    /** Whether a line is no more than a comment. */
    boolean isComment(String line) {
        String text = line.stripLeading();
        return switch (this) {
            case PYTHON, RUBY, SHELL -> text.startsWith("#");
            case PHP -> text.startsWith("#") || isSlashed(text);
            default -> isSlashed(text);
        };
    }

    private static boolean isSlashed(String text) {
        return text.startsWith("//") || text.startsWith("/*") || text.startsWith("* ");
    }
}
