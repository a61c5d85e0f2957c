package dev.cria.recipes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What beginners get wrong is answered as docs/mistakes.md has it: with what is wrong, where, and
 * how to mend it. The page is written anew with -Dcria.update=true.
 */
final class MistakesTest {

    private static final Path PAGE = Path.of("../docs/mistakes.md");

    private static final String HEAD =
            """
            # Mistakes, and what Cria says

            What beginners get wrong, in the order in which they meet it, and the answers. Each is made and
            compared with this page by a test (`MistakesTest`). What cannot work ends with exit code 2 before
            anything is written; what is odd and possible is told as a warning by `cria validate`.
            `~` is the folder of the recipe. The recipe is

            ```yaml
            %s```

            """;

    @TempDir static Path folder;

    private static Beginner beginner;

    @BeforeAll
    static void begin() throws IOException {
        System.setProperty("cria.recipes", Path.of("").toAbsolutePath().toString());
        beginner = Beginner.in(folder);
    }

    @TestFactory
    List<DynamicTest> everyMistakeIsAnsweredByWhatIsWrongAndHowToMendIt() {
        Map<String, String> told = new LinkedHashMap<>();
        List<DynamicTest> tests =
                Mistakes.all().stream()
                        .map(
                                mistake ->
                                        DynamicTest.dynamicTest(
                                                mistake.title(),
                                                () -> told.put(mistake.title(), answer(mistake))))
                        .collect(Collectors.toList());
        tests.add(DynamicTest.dynamicTest("the page is of this list", () -> compare(told)));
        return tests;
    }

    @Test
    void theListHasFortyMistakesAndNoneTwice() {
        List<String> titles = Mistakes.all().stream().map(Mistake::title).toList();
        assertTrue(titles.size() >= 40, titles.size() + " mistakes");
        assertEquals(titles.size(), titles.stream().distinct().count());
    }

    private static String answer(Mistake mistake) {
        Beginner.Said said = mistake.make().apply(beginner);
        assertEquals(mistake.code(), said.code(), said::toString);
        assertTrue(!said.err().contains("\tat "), said::err);
        if (mistake.code() == 2) {
            assertEquals(List.of(), said.written());
        }
        String section =
                "## %s%n%n```text%n%s%n```%n%n```text%n%s```%n"
                        .formatted(mistake.title(), mistake.shown(), essence(mistake, said));
        assertTrue(
                Files.exists(PAGE) || Boolean.getBoolean("cria.update"), PAGE + " does not exist");
        if (!Boolean.getBoolean("cria.update")) {
            assertEquals(sections().get(mistake.title()), section);
        }
        return section;
    }

    /** What is said about the mistake: of a long answer the first lines. */
    private static String essence(Mistake mistake, Beginner.Said said) {
        String text = said.err();
        if (mistake.title().equals("Too little memory")) {
            text = said.out().substring(said.out().indexOf("  the machine has"));
            text = text.replaceAll("(?m)^  time.*\\n", "");
        } else if (mistake.title().startsWith("More checkpoints")) {
            text = text.lines().filter(line -> line.contains("checkpoints")).findFirst().orElse("");
        }
        return text.replaceAll("\\d+\\.\\d+ GB", "… GB").stripTrailing() + "\n";
    }

    private static void compare(Map<String, String> told) throws IOException {
        assumeTrue(told.size() == Mistakes.all().size(), "not all can be made here");
        String page =
                HEAD.formatted(Beginner.RECIPE.replace("%s", "~"))
                        + String.join("\n", told.values());
        if (Boolean.getBoolean("cria.update")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(
                page,
                Files.readString(PAGE),
                PAGE + " has other sections than the list; run this test with -Dcria.update=true");
    }

    private static Map<String, String> sections() {
        try {
            Map<String, String> sections = new LinkedHashMap<>();
            String[] parts = Files.readString(PAGE).split("\n(?=## )", -1);
            for (int i = 1; i < parts.length; i++) {
                String title = parts[i].lines().findFirst().orElse("").substring(3);
                sections.put(title, parts[i]);
            }
            return sections;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
