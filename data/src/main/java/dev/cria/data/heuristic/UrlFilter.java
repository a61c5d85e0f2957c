package dev.cria.data.heuristic;

import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import dev.cria.data.text.PhraseSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * RefinedWeb's filter of addresses (Penedo et al. 2023, arXiv:2306.01116, appendix G.1), as in
 * datatrove's url_filter: listed domains with what is below them, listed addresses, a listed word,
 * several listed soft words, or a listed piece anywhere in the letters and digits of the address.
 * The lists are the user's, and short ones of adult sites if asked for. A document without an
 * address is kept.
 */
final class UrlFilter implements DocumentStep {

    static final StepKind KIND =
            new StepKind(
                    "url_filter",
                    "drops documents by their addresses: domains, words and pieces (RefinedWeb)",
                    List.of(
                            Parameter.list("domains", List.of(), "domains that are left out"),
                            Parameter.paths("domain_files", "files of them, one a line"),
                            Parameter.list("urls", List.of(), "addresses that are left out"),
                            Parameter.paths("url_files", "files of them, one a line"),
                            Parameter.list(
                                    "words", List.of(), "words of addresses that are left out"),
                            Parameter.paths("word_files", "files of them, one a line"),
                            Parameter.list("subwords", List.of(), "pieces of addresses left out"),
                            Parameter.paths("subword_files", "files of them, one a line"),
                            Parameter.list(
                                    "soft_words",
                                    List.of(),
                                    "words of which an address may not have several"),
                            Parameter.paths("soft_word_files", "files of them, one a line"),
                            Parameter.flag(
                                    "adult",
                                    false,
                                    "whether words, soft words and subwords of adult sites are"
                                            + " added"),
                            Parameter.integer(
                                    "soft_word_threshold",
                                    2,
                                    "different soft words that are too many; RefinedWeb")),
                    UrlFilter::new);

    private final Set<String> domains;
    private final Set<String> urls;
    private final Set<String> words;
    private final Set<String> softWords;
    private final PhraseSet subwords;
    private final long softThreshold;

    private UrlFilter(Arguments arguments) {
        domains = lower(entries(arguments, "domain"));
        urls = Set.copyOf(entries(arguments, "url"));
        words = lower(entries(arguments, "word", AdultUrlWords.WORDS));
        softWords = lower(entries(arguments, "soft_word", AdultUrlWords.SOFT_WORDS));
        subwords =
                new PhraseSet(
                        entries(arguments, "subword", AdultUrlWords.SUBWORDS).stream()
                                .map(UrlFilter::lettersAndDigits)
                                .toList());
        softThreshold = arguments.integer("soft_word_threshold");
    }

    private static List<String> entries(Arguments arguments, String what, List<String> adult) {
        List<String> entries = entries(arguments, what);
        if (arguments.flag("adult")) {
            entries.addAll(adult);
        }
        return entries;
    }

    private static List<String> entries(Arguments arguments, String what) {
        List<String> entries = new ArrayList<>(arguments.list(what + "s"));
        arguments.paths(what + "_files").forEach(file -> entries.addAll(WordList.read(file)));
        return entries;
    }

    private static Set<String> lower(List<String> entries) {
        return Set.copyOf(
                entries.stream().map(entry -> entry.toLowerCase(Locale.ROOT)).distinct().toList());
    }

    @Override
    public Outcome apply(DocumentView view) {
        String url = view.document().url();
        if (url.isEmpty()) {
            return Outcome.keep(view);
        }
        if (isListedDomain(UrlHost.of(url))) {
            return Outcome.drop("domain", url);
        }
        if (urls.contains(url)) {
            return Outcome.drop("url", url);
        }
        String lower = url.toLowerCase(Locale.ROOT);
        List<String> inUrl = Arrays.asList(lower.split("[^a-z0-9]+", -1));
        if (inUrl.stream().anyMatch(words::contains)) {
            return Outcome.drop("hard_blacklisted", url);
        }
        long soft = inUrl.stream().filter(softWords::contains).distinct().count();
        if (!softWords.isEmpty() && soft >= softThreshold) {
            return Outcome.drop("soft_blacklisted", url);
        }
        char[] letters = lettersAndDigits(lower).toCharArray();
        return subwords.occursIn(letters, 0, letters.length)
                ? Outcome.drop("blacklisted_subword", url)
                : Outcome.keep(view);
    }

    private boolean isListedDomain(String host) {
        for (String domain = host; !domain.isEmpty(); ) {
            if (domains.contains(domain)) {
                return true;
            }
            int dot = domain.indexOf('.');
            domain = dot < 0 ? "" : domain.substring(dot + 1);
        }
        return false;
    }

    private static String lettersAndDigits(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                kept.append(c);
            }
        }
        return kept.toString();
    }
}
