package dev.cria.recipes.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.evaluation.TaskItem;
import dev.cria.data.evaluation.TaskItems;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same questions as their authors publish them and as Parquet of the hub, lists included. */
final class PublishedTasksTest {

    @ParameterizedTest
    @ValueSource(strings = {"mmlu", "arc_challenge", "hellaswag"})
    void theHubsFilesAskWhatTheAuthorsFilesAsk(String task) throws URISyntaxException {
        List<String> hub = questions(task, "hub");
        assertEquals(2, hub.size());
        assertEquals(questions(task, "authors"), hub);
    }

    private static List<String> questions(String task, String form) throws URISyntaxException {
        Path data = Path.of(PublishedTasksTest.class.getResource("published/" + form).toURI());
        return TaskItems.load(Tasks.named(task), data, 1, 0).stream()
                .map(PublishedTasksTest::shown)
                .toList();
    }

    private static String shown(TaskItem item) {
        return String.join(
                "\n",
                item.group(),
                item.prompt(),
                String.join(" | ", item.continuations()),
                String.valueOf(item.gold()));
    }
}
