package dev.cria.data.safety.code;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Languages that there are rules for, and how fences of Markdown name them. */
public enum CodeLanguage {
    C("c", "h"),
    CPP("cpp", "c++", "cc", "cxx", "hpp"),
    CSHARP("csharp", "c#", "cs"),
    GO("go", "golang"),
    JAVA("java"),
    JAVASCRIPT("javascript", "js", "jsx", "mjs", "cjs", "typescript", "ts", "tsx"),
    PHP("php"),
    PYTHON("python", "py", "python3"),
    RUBY("ruby", "rb"),
    SHELL("shell", "sh", "bash", "zsh", "console");

    private final List<String> names;

    CodeLanguage(String... names) {
        this.names = List.of(names);
    }

    /** The language of a name that people give it, or of the end of a file's name. */
    public static Optional<CodeLanguage> of(String name) {
        String asked = name.strip().toLowerCase(Locale.ROOT);
        for (CodeLanguage language : values()) {
            if (language.names.contains(asked)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /** What recipes and rules call it. */
    public String label() {
        return names.get(0);
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
