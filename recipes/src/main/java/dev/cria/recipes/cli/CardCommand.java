package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.data.card.DataCard;
import dev.cria.recipes.datacard.DataCardPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "card",
        description = "Draws the data card of a curation again: card.html beside its card.json.",
        footerHeading = "%nExamples:%n",
        footer = {"  cria card runs/quickstart", "  cria card runs/web/curate"})
final class CardCommand implements Runnable {

    @Parameters(
            paramLabel = "FOLDER",
            description = "the output of stage curate, or the folder of its run")
    private Path folder;

    @Override
    public void run() {
        for (Path curated : curations()) {
            System.out.println(DataCardPage.write(curated));
        }
    }

    /** The folder itself, or those in it that have a card. */
    private List<Path> curations() {
        if (Files.exists(folder.resolve(DataCard.FILE)) || !Files.isDirectory(folder)) {
            return List.of(folder);
        }
        try (Stream<Path> stages = Files.list(folder)) {
            List<Path> found =
                    stages.filter(stage -> Files.exists(stage.resolve(DataCard.FILE)))
                            .sorted()
                            .toList();
            return found.isEmpty() ? List.of(folder) : found;
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
