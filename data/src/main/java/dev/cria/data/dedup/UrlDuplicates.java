package dev.cria.data.dedup;

import dev.cria.data.dedup.cluster.Duplicates;
import dev.cria.data.dedup.cluster.EqualKeys;
import dev.cria.data.dedup.cluster.KeepRule;
import dev.cria.data.dedup.cluster.KeyFacts;
import dev.cria.data.dedup.cluster.Priority;
import dev.cria.data.dedup.cluster.TextHash;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.CorpusStep;
import dev.cria.data.pipeline.Decisions;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Facts;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.pipeline.Workplace;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Of documents of the same URL, keeps the newest one, as Llama 3 (arXiv 2407.21783, section 3.1.1);
 * the last one in the order of the corpus where dates are the same. One whose date is missing or
 * unreadable is older than all others. Documents without a URL are kept.
 */
final class UrlDuplicates implements CorpusStep {

    static final StepKind KIND =
            new StepKind(
                    "url_dedup",
                    "of documents of the same URL, keeps the newest one (Llama 3)",
                    List.of(
                            Parameter.text(
                                    "date_field", "date", "meta field with the date of a document"),
                            Parameter.flag("ignore_scheme", true, "http and https are the same"),
                            Parameter.flag(
                                    "ignore_query", false, "what follows '?' does not count"),
                            Parameter.list(
                                    "ignore_parameters",
                                    List.of(
                                            "utm_*",
                                            "gclid",
                                            "fbclid",
                                            "msclkid",
                                            "mc_cid",
                                            "mc_eid",
                                            "jsessionid",
                                            "phpsessid"),
                                    "parameters of URLs that do not count; * at the end for any rest"),
                            KeepRule.SIZE_FIELD),
                    UrlDuplicates::new);

    private final Url urls;
    private final String dateField;
    private final String sizeField;

    UrlDuplicates(Arguments arguments) {
        urls =
                new Url(
                        !arguments.flag("ignore_scheme"),
                        !arguments.flag("ignore_query"),
                        arguments.list("ignore_parameters"));
        dateField = arguments.text("date_field");
        sizeField = arguments.text(KeepRule.SIZE_FIELD.name());
    }

    @Override
    public void describe(DocumentView view, DataOutput facts) throws IOException {
        Document document = view.document();
        if (!document.url().isBlank()) {
            String url = urls.normalise(document.url());
            new KeyFacts(TextHash.of(url), priority(document)).write(facts);
        }
    }

    private long priority(Document document) {
        OptionalLong date = Dates.parse(document.meta().getOrDefault(dateField, ""));
        return date.isPresent() ? -date.getAsLong() : Priority.LAST;
    }

    @Override
    public void settle(Facts facts, Workplace place) throws IOException {
        EqualKeys.settle(facts, place, true);
    }

    @Override
    public Decisions open(Path folder) throws IOException {
        return Duplicates.open(folder, "same_url", sizeField);
    }
}
