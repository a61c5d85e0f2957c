package dev.cria.recipes.recipe;

import dev.cria.checkpoints.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads YAML as data: no tags, anchors or aliases, at most 256 KiB and 16 levels. The library can
 * throw unchecked exceptions of any kind on hostile text; they all become errors of the recipe.
 */
final class YamlTree {

    private static final long MAX_BYTES = 256 * 1024;
    private static final int MAX_DEPTH = 16;

    private YamlTree() {}

    static MappingNode read(Path file) {
        String text = text(file);
        try {
            LoadSettings settings = LoadSettings.builder().setMaxAliasesForCollections(0).build();
            refuseCleverness(file, new Parse(settings).parseString(text));
            Node root = new Compose(settings).composeString(text).orElse(null);
            if (!(root instanceof MappingNode mapping)) {
                throw problem(file, 1, "expected keys and values, such as 'stage: sft'");
            }
            return mapping;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw problem(file, line, "not valid YAML: " + e.getProblem());
        } catch (RecipeException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw problem(file, 1, "not valid YAML: " + e.getMessage());
        }
    }

    private static String text(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new UserException(
                        file + ": no such recipe; 'cria ls' lists the shipped ones");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw problem(file, 1, "larger than 256 KiB; this cannot be a recipe");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
        }
    }

    private static void refuseCleverness(Path file, Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
            boolean anchored = event instanceof NodeEvent node && node.getAnchor().isPresent();
            if (event instanceof AliasEvent || anchored) {
                throw problem(file, line, "anchors and aliases are not allowed; write it out");
            }
            if (event instanceof CollectionStartEvent start) {
                depth++;
                refuseTag(file, line, start.getTag().isPresent());
            } else if (event instanceof ScalarEvent scalar) {
                refuseTag(file, line, scalar.getTag().isPresent());
            } else if (event.getEventId() == Event.ID.MappingEnd
                    || event.getEventId() == Event.ID.SequenceEnd) {
                depth--;
            }
            if (depth > MAX_DEPTH) {
                throw problem(file, line, "nested deeper than " + MAX_DEPTH + " levels");
            }
        }
    }

    private static void refuseTag(Path file, int line, boolean tagged) {
        if (tagged) {
            throw problem(file, line, "tags are not allowed; take away what begins with '!'");
        }
    }

    private static RecipeException problem(Path file, int line, String what) {
        return new RecipeException(List.of("%s:%d: %s".formatted(file, line, what)));
    }
}
