package dev.cria.recipes.datacard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cria.checkpoints.UserException;
import dev.cria.data.card.DataCard;
import dev.cria.data.curate.ChosenStep;
import dev.cria.data.curate.CurateProgress;
import dev.cria.data.curate.CurateSettings;
import dev.cria.data.curate.Curator;
import dev.cria.data.curate.StepCatalog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class DataCardPageTest {

    private static final String ATTACK = "<script>alert('1')</script>\u0007 & \"2\"";
    private static final String POEM = "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。";

    @TempDir Path folder;

    private final List<Map<String, Object>> rows = new ArrayList<>();
    private List<ChosenStep> steps =
            List.of(
                    choose("gopher_quality", Map.of()),
                    choose("normalise_width", Map.of()),
                    choose("exact_dedup", Map.of()));

    @Test
    void whatDocumentsHoldIsShownAndNotObeyed() throws Exception {
        for (int i = 0; i < 20; i++) {
            row(ATTACK + i, ATTACK, ATTACK, "https://" + ATTACK + ".example/" + i);
            row("k" + i, POEM + "ｗｉｄｅ " + ATTACK + i % 4, ATTACK, "");
        }
        String html = page();
        assertFalse(html.contains("<script"), html);
        assertTrue(html.contains("&lt;script&gt;alert("), html);
        assertTrue(html.contains("春眠不觉晓，处处闻啼鸟。"), html);
        parse(html);
    }

    @Test
    void itNeedsNothingElseAndRunsNothing() throws Exception {
        poems();
        String html = page();
        for (String outside :
                List.of("http:", "https:", "<script", "<link", "url(", "@import", "src=")) {
            assertFalse(html.contains(outside), outside);
        }
        assertTrue(html.contains("prefers-color-scheme"), html);
    }

    @Test
    void everyTableHasHeadsAndACaption() throws Exception {
        poems();
        Document page = parse(page());
        NodeList tables = page.getElementsByTagName("table");
        assertTrue(tables.getLength() > 8, "tables: " + tables.getLength());
        for (int i = 0; i < tables.getLength(); i++) {
            NodeList heads = ((Element) tables.item(i)).getElementsByTagName("th");
            assertTrue(heads.getLength() > 1);
            for (int j = 0; j < heads.getLength(); j++) {
                assertFalse(((Element) heads.item(j)).getAttribute("scope").isEmpty());
            }
        }
        NodeList figures = page.getElementsByTagName("svg");
        assertTrue(figures.getLength() >= 4, "figures: " + figures.getLength());
        for (int i = 0; i < figures.getLength(); i++) {
            assertFalse(((Element) figures.item(i)).getAttribute("aria-label").isEmpty());
            assertEquals(2, axes((Element) figures.item(i)));
        }
    }

    private static int axes(Element figure) {
        NodeList texts = figure.getElementsByTagName("text");
        int axes = 0;
        for (int i = 0; i < texts.getLength(); i++) {
            boolean isAxis = ((Element) texts.item(i)).getAttribute("class").equals("axis");
            axes += isAxis && !texts.item(i).getTextContent().isBlank() ? 1 : 0;
        }
        return axes;
    }

    @Test
    void everyReasonIsToldInWordsWithItsLimit() throws Exception {
        poems();
        String html = page();
        assertTrue(html.contains("fewer than 50 words (zh: 20)"), html);
        assertTrue(html.contains("the same text as another document"), html);
        assertTrue(html.contains("words: whitespace, for zh: characters"), html);
        assertTrue(html.contains("1,008"), html);
    }

    @Test
    void nothingReadIsAPageToo() throws Exception {
        parse(page());
        steps = List.of();
        poems();
        Files.move(folder.resolve("out"), folder.resolve("first"));
        assertTrue(page().contains("Nothing was dropped."));
    }

    @Test
    void anotherVersionOfTheFormatIsRefused() throws IOException {
        Files.writeString(folder.resolve(DataCard.FILE), "{\"format\": 99}");
        UserException error = assertThrows(UserException.class, () -> DataCardPage.write(folder));
        assertTrue(error.getMessage().contains("format 99"), error.getMessage());
        assertFalse(Files.exists(folder.resolve(DataCardPage.FILE)));
    }

    private void poems() {
        for (int i = 0; i < 1008; i++) {
            row("p" + i, i % 2 == 0 ? "短" + i : POEM + i % 300, "poems", "");
        }
    }

    private void row(String id, String text, String source, String url) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("text", text);
        row.put("source", source);
        row.put("url", url);
        rows.add(row);
    }

    private String page() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Map<String, Object> row : rows) {
            lines.append(new ObjectMapper().writeValueAsString(row)).append('\n');
        }
        Path input = Files.writeString(folder.resolve("in.jsonl"), lines);
        Path output = folder.resolve("out");
        Curator.run(CurateSettings.of(List.of(input), output, steps), CurateProgress.NONE);
        return Files.readString(DataCardPage.write(output));
    }

    private static ChosenStep choose(String name, Map<String, ?> given) {
        return StepCatalog.choose(name, given, Path.of(""), 0);
    }

    private static Document parse(String html) throws Exception {
        String xml = html.replace("<!doctype html>", "");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
