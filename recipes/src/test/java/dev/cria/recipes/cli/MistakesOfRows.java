package dev.cria.recipes.cli;

import static dev.cria.recipes.cli.Making.DATA;
import static dev.cria.recipes.cli.Making.data;
import static dev.cria.recipes.cli.Making.mistake;
import static dev.cria.recipes.cli.Making.preferences;
import static dev.cria.recipes.cli.Making.recipe;
import static dev.cria.recipes.cli.Making.rows;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** What beginners get wrong about data sets. */
final class MistakesOfRows {

    private MistakesOfRows() {}

    static List<Mistake> all() {
        List<Mistake> all = new ArrayList<>();
        all.add(
                recipe(
                        "A data set that is not there",
                        2,
                        DATA,
                        "data: {datasets: [alpacca.json]}"));
        all.add(
                recipe(
                        "A format that does not exist",
                        2,
                        DATA,
                        "data: {datasets: [{path: alpaca.json, format: alpacca}]}"));
        all.add(
                recipe(
                        "The wrong format",
                        2,
                        DATA,
                        "data: {datasets: [{path: alpaca.json, format: sharegpt}]}"));
        all.add(data("Other names of fields", "{\"ask\": \"a\", \"reply\": \"b\"}\n"));
        all.add(
                data(
                        "A field is missing in row 17",
                        "{\"instruction\": \"a\", \"output\": \"b\"}\n".repeat(16)
                                + "{\"instruction\": \"a\", \"input\": \"b\"}\n"));
        all.add(
                data(
                        "A number where a text should be",
                        "{\"instruction\": \"a\", \"output\": 4}\n"));
        all.add(
                data(
                        "A role that does not exist",
                        "{\"messages\": [{\"role\": \"usr\", \"content\": \"a\"}, {\"role\": \"assistant\", \"content\": \"b\"}]}\n"));
        all.add(
                data(
                        "A conversation without an answer",
                        "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}\n"));
        all.add(
                data(
                        "A line that is not JSON",
                        "{\"instruction\": \"a\", \"output\": \"b\"}\n{\"instruction\": \"a\", \"output\": \"b}\n"));
        all.add(data("An empty data set", ""));
        all.add(
                data(
                        "Nothing to learn in any row",
                        "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"assistant\", \"content\": \"b\", \"weight\": 0}]}\n"));
        all.add(
                recipe(
                        "All rows are too long",
                        2,
                        DATA,
                        "data: {datasets: [alpaca.json], max_seq_len: 8}"));
        all.add(
                mistake(
                        "Another encoding than UTF-8",
                        "rows.jsonl in GB18030",
                        2,
                        here -> {
                            here.write(
                                    "rows.jsonl",
                                    "{\"instruction\": \"\u4f60\u597d\", \"output\": \"\u4f60\u597d\"}\n"
                                            .getBytes(Charset.forName("GB18030")));
                            return rows(here);
                        }));
        all.add(
                mistake(
                        "The chosen answer is the rejected one",
                        "{\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"b\"}",
                        0,
                        here -> {
                            here.write(
                                    "pairs.jsonl",
                                    "{\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"b\"}\n"
                                                    .repeat(2)
                                            + "{\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"c\"}\n"
                                                    .repeat(60));
                            return preferences(here, "");
                        }));
        return all;
    }
}
