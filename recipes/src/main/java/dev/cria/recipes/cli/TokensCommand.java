package dev.cria.recipes.cli;

import dev.cria.data.mix.Amount;
import dev.cria.data.mix.SourceCount;
import dev.cria.data.mix.TokenCounter;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "tokens",
        description = "Counts the tokens of documents, with the marks around each document.",
        footerHeading = "%nExamples:%n",
        footer = {"  cria tokens --tokenizer models/Llama-3.2-1B texts/*.jsonl"})
final class TokensCommand implements Callable<Integer> {

    @Option(
            names = "--tokenizer",
            required = true,
            paramLabel = "PATH",
            description = "tokenizer.json, tokenizer.model, or a folder that holds one of them")
    Path tokenizer;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "files or folders of documents, as stage curate reads them")
    List<Path> paths;

    @Override
    public Integer call() throws InterruptedException {
        try (Tokenizer loaded = Tokenizers.load(tokenizer)) {
            int threads = Runtime.getRuntime().availableProcessors();
            List<SourceCount> counts = TokenCounter.count(paths, loaded, threads);
            System.out.printf(
                    "%16s %8s %14s %14s %12s%n", "tokens", "", "documents", "bytes", "bytes/token");
            for (int i = 0; i < counts.size(); i++) {
                SourceCount count = counts.get(i);
                System.out.printf(
                        Locale.ROOT,
                        "%16d %8s %14d %14d %12.2f  %s%n",
                        count.tokens(),
                        Amount.show(count.tokens()),
                        count.documents(),
                        count.bytes(),
                        (double) count.bytes() / Math.max(1, count.tokens()),
                        paths.get(i));
            }
        }
        return 0;
    }
}
