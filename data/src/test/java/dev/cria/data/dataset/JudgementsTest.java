package dev.cria.data.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.data.SmallTokenizer;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Message;
import dev.cria.data.shard.StoredExample;
import dev.cria.data.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JudgementsTest {

    @TempDir private Path folder;

    private final Tokenizer tokenizer = SmallTokenizer.open();
    private final ChatTemplate template = new ChatTemplate(tokenizer);

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void waysToWriteAGoodAnswerGiveTheSameTokens() throws IOException {
        int prompt = template.prompt(List.of(new Message("user", "Hi"))).length;
        int end = prompt + template.answer("Ho").length;
        for (String row :
                List.of(
                        "{\"prompt\": \"Hi\", \"completion\": \"Ho\", \"label\": true}",
                        "{\"prompt\": [{\"role\": \"user\", \"content\": \"Hi\"}], \"completion\": [{\"role\": \"assistant\", \"content\": \"Ho\"}], \"label\": true}",
                        "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Ho\"}], \"kto_tag\": true}",
                        "{\"instruction\": \"Hi\", \"input\": \"\", \"output\": \"Ho\", \"kto_tag\": true}")) {
            StoredExample example = read(row).get(0);
            assertArrayEquals(new int[] {prompt, end, end, end}, example.spans(), row);
        }
        StoredExample bad =
                read("{\"prompt\": \"Hi\", \"completion\": \"Ho\", \"label\": false}").get(0);
        assertArrayEquals(new int[] {prompt, prompt, prompt, end}, bad.spans());
    }

    @Test
    void pairsAreTwoAnswers() throws IOException {
        StoredExample pair =
                read("{\"prompt\": \"Hi\", \"chosen\": \"Ho\", \"rejected\": \"Hu\"}").get(0);
        int[] spans = pair.spans();
        assertTrue(spans[1] > spans[0] && spans[3] > spans[2]);
    }

    @Test
    void aLabelThatIsNoTruthValueIsNamed() {
        UserException error =
                assertThrows(
                        UserException.class,
                        () -> read("{\"prompt\": \"Hi\", \"completion\": \"Ho\", \"label\": 1}"));
        assertEquals(
                folder.resolve("rows.jsonl")
                        + ":1: field 'label' is a number, expected true or false; a row of format kto is {\"prompt\": ..., \"completion\": ..., \"label\": true}, this one has the fields [prompt, completion, label]",
                error.getMessage());
    }

    @Test
    void singleAnswersAreNoPairs() throws IOException {
        Path file = write("{\"prompt\": \"Hi\", \"completion\": \"Ho\", \"label\": true}");
        UserException error =
                assertThrows(
                        UserException.class,
                        () ->
                                Datasets.preferences(DatasetFiles.of(file), tokenizer)
                                        .read(example -> {}));
        assertTrue(
                error.getMessage().contains("single answers are for dpo.loss: kto"),
                error.getMessage());
    }

    private List<StoredExample> read(String row) throws IOException {
        List<StoredExample> examples = new ArrayList<>();
        Datasets.judgements(DatasetFiles.of(write(row)), tokenizer).read(examples::add);
        return examples;
    }

    private Path write(String row) throws IOException {
        return Files.writeString(folder.resolve("rows.jsonl"), row + "\n");
    }
}
