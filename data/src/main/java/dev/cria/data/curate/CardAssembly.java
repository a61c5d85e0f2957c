package dev.cria.data.curate;

import dev.cria.data.card.CardStats;
import dev.cria.data.card.CorpusStats;
import dev.cria.data.card.DataCard;
import dev.cria.data.card.StepStats;
import dev.cria.data.pipeline.CurateStep;
import dev.cria.data.pipeline.LanguageSettings;
import dev.cria.data.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts the data card together from what the units of all passes have told. */
record CardAssembly(
        CurateSettings settings,
        List<SourceFile> files,
        List<Pass.Named<CurateStep>> steps,
        Excerpts excerpts) {

    /** Input files that are listed. */
    private static final int INPUTS = 50;

    DataCard card(List<Journal> passes, CurateReport report) throws IOException {
        CorpusStats before = new CorpusStats();
        CorpusStats after = new CorpusStats();
        List<StepStats> told = new ArrayList<>();
        List<CardStats.BadRow> badRows = new ArrayList<>();
        for (Journal pass : passes) {
            CardStats stats = CardFiles.sum(pass);
            before.merge(stats.before());
            after.merge(stats.after());
            told.addAll(stats.steps());
            badRows.addAll(stats.badRows());
        }
        return new DataCard(
                DataCard.FORMAT,
                inputs(),
                files.size(),
                bytes(),
                before,
                after,
                report.badRows(),
                badRows,
                excerpts.maskedBy(),
                inOrder(told),
                sorted(report.results()));
    }

    private List<DataCard.Input> inputs() throws IOException {
        List<DataCard.Input> inputs = new ArrayList<>();
        for (SourceFile file : files.subList(0, Math.min(INPUTS, files.size()))) {
            inputs.add(
                    new DataCard.Input(
                            file.name(),
                            Files.size(file.path()),
                            Files.getLastModifiedTime(file.path()).toString()));
        }
        return inputs;
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (SourceFile file : files) {
            bytes += Files.size(file.path());
        }
        return bytes;
    }

    private List<DataCard.Step> inOrder(List<StepStats> told) {
        Map<String, StepStats> byLabel = new TreeMap<>();
        told.forEach(stats -> byLabel.put(stats.step(), stats));
        List<DataCard.Step> cards = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Pass.Named<CurateStep> named = steps.get(i);
            ChosenStep chosen = settings.steps().get(i);
            cards.add(
                    new DataCard.Step(
                            chosen.name(),
                            new TreeMap<>(chosen.arguments().values()),
                            byLanguage(named.step()),
                            byLabel.get(named.label())));
        }
        return cards;
    }

    private static SortedMap<String, SortedMap<String, Object>> byLanguage(CurateStep step) {
        SortedMap<String, SortedMap<String, Object>> all = new TreeMap<>();
        if (step instanceof LanguageSettings limits) {
            limits.settingsByLanguage()
                    .forEach((language, values) -> all.put(language, new TreeMap<>(values)));
        }
        return all;
    }

    private static Map<String, Map<String, String>> sorted(
            Map<String, Map<String, String>> results) {
        Map<String, Map<String, String>> sorted = new TreeMap<>();
        results.forEach((step, values) -> sorted.put(step, new TreeMap<>(values)));
        return sorted;
    }
}
