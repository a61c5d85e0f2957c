package dev.cria.data.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.document.Document;
import dev.cria.data.pipeline.CorpusStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UrlDuplicatesTest {

    private static final Url URLS = new Url(false, true, List.of("utm_*", "gclid"));

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "HTTP://Example.COM:80/a, //example.com/a",
        "https://example.com, //example.com/",
        "https://user:word@example.com./#top, //example.com/",
        "http://example.com:8080/a, //example.com:8080/a",
        "https://example.com/a/./b/../c/.., //example.com/a/",
        "https://example.com/../../a, //example.com/a",
        "https://example.com/%7euser/%c3%a9%2f, //example.com/~user/%C3%A9%2F",
        "https://example.com/a?utm_source=x&b=1&GCLID=2&&c, //example.com/a?b=1&c",
        "https://example.com?x=1, //example.com/?x=1",
        "https://example.com/?, //example.com/",
        "http://[2001:DB8::1]:80/, //[2001:db8::1]/",
        "https://example.com/100%, //example.com/100%",
        "https://example.com/%zz, //example.com/%zz",
        "https://example.com/A, //example.com/A",
        "file:/tmp/a#b, file:/tmp/a#b"
    })
    void urlsOfTheSamePageHaveOneForm(String url, String expected) {
        assertEquals(expected, URLS.normalise(url));
        assertEquals(expected, URLS.normalise(" " + url + "\n"));
    }

    @Test
    void schemeAndQueryCountAsAsked() {
        assertEquals(
                "http://a.org/?b=1", new Url(true, true, List.of()).normalise("http://a.org?b=1"));
        assertEquals("//a.org/", new Url(false, false, List.of()).normalise("http://a.org?b=1"));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-05-01T00:00:00Z, 1714521600000",
        "2024-05-01T02:00:00+02:00, 1714521600000",
        "2024-05-01, 1714521600000",
        "2024-05-01 00:00:00, 1714521600000",
        "20240501000000, 1714521600000",
        "20240501, 1714521600000",
        "'Wed, 1 May 2024 00:00:00 GMT', 1714521600000",
        "1714521600, 1714521600000",
        "1. Mai 2024, -1",
        "2024-13-01, -1",
        "'', -1"
    })
    void datesAreReadInTheUsualForms(String text, long expected) {
        assertEquals(expected, Dates.parse(text).orElse(-1));
    }

    @Test
    void theNewestIsKeptAndTheLastOfTheSameDate() throws IOException {
        List<Document> documents =
                List.of(
                        page("old", "http://a.org/x", "2023-01-01"),
                        page("none", "https://A.org/x#part", ""),
                        page("new", "https://a.org/x", "2024-02-01"),
                        page("same", "https://a.org/x?utm_source=mail", "2024-02-01T00:00:00Z"),
                        page("broken", "https://a.org/x", "yesterday"),
                        page("other", "https://a.org/y", ""),
                        page("later", "https://a.org/y", ""),
                        page("no url", "", "2024-01-01"),
                        page("no url either", "", ""));
        assertEquals(List.of("same", "later", "no url", "no url either"), kept(documents));
    }

    @Test
    void threadsPartsAndMemoryMakeNoDifference() throws IOException {
        Random random = new Random(3);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            String date = "2024-01-%02d".formatted(1 + random.nextInt(9));
            documents.add(page("d" + i, "https://a.org/" + random.nextInt(900), date));
        }
        CorpusStep step = CorpusRun.step(UrlDuplicates.KIND, Map.of("size_field", "versions"));
        Variations.assertNoDifference(step, documents, folder);
    }

    private List<String> kept(List<Document> documents) throws IOException {
        CorpusStep step = CorpusRun.step(UrlDuplicates.KIND, Map.of());
        return CorpusRun.kept(CorpusRun.SIMPLE.outcomes(step, documents, folder)).stream()
                .map(Document::id)
                .toList();
    }

    private static Document page(String id, String url, String date) {
        return new Document(id, "text", url, "test", "", Map.of("date", date));
    }
}
