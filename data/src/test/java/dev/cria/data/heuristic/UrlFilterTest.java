package dev.cria.data.heuristic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UrlFilterTest {

    private static final Map<String, Object> LISTS =
            Map.of(
                    "domains", List.of("bad.example"),
                    "urls", List.of("https://good.example/page"),
                    "words", List.of("casino"),
                    "subwords", List.of("freebet"),
                    "soft_words", List.of("free", "win", "bet"));

    @ParameterizedTest
    @CsvSource({
        "https://bad.example/, domain",
        "http://user@WWW.Bad.Example:8080/x, domain",
        "https://notbad.example/, keep",
        "https://good.example/page, url",
        "https://good.example/page2, keep",
        "https://good.example/casino-night, hard_blacklisted",
        "https://good.example/casinos, keep",
        "https://good.example/free-tickets, keep",
        "https://good.example/free-to-win, soft_blacklisted",
        "https://good.example/my-Free.Bets, blacklisted_subword",
        "'', keep"
    })
    void eachListHasAVerdictOfItsOwn(String url, String verdict) {
        assertEquals(verdict, Steps.verdict(UrlFilter.KIND, LISTS, Steps.from(url)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/xxx/1, hard_blacklisted",
        "https://a.example/nude-teens, soft_blacklisted",
        "https://bestpornhubs.example/, blacklisted_subword",
        "https://essexvideos.example/when-taiwan/sex-education, keep",
        "https://casino.example/, hard_blacklisted"
    })
    void listsOfAdultSitesAreAddedToTheUsers(String url, String verdict) {
        Map<String, Object> given = Map.of("adult", true, "words", List.of("casino"));
        assertEquals(verdict, Steps.verdict(UrlFilter.KIND, given, Steps.from(url)));
    }

    @Test
    void listsAreReadFromFilesWithoutComments(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("domains.txt");
        Files.writeString(file, "# collected\n\nbad.example\n");
        Map<String, Object> given = Map.of("domain_files", List.of(file.toString()));
        assertEquals(
                "domain",
                Steps.verdict(UrlFilter.KIND, given, Steps.from("https://a.bad.example/")));
    }

    @Test
    void aMissingListIsNamed() {
        Map<String, Object> given = Map.of("word_files", List.of("no-such-list.txt"));
        UserException problem =
                assertThrows(
                        UserException.class,
                        () -> Steps.verdict(UrlFilter.KIND, given, Steps.from("https://a.b/")));
        assertTrue(problem.getMessage().contains("no-such-list.txt"), problem.getMessage());
    }
}
