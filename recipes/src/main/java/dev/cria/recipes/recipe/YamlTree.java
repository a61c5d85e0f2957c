package dev.cria.recipes.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
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

    /** Reads a recipe; throws {@link RecipeException} for what is no plain YAML mapping. */
    static MappingNode read(Path file) {
        if (node(file.toString(), text(file)) instanceof MappingNode mapping) {
            return mapping;
        }
        throw problem(file.toString(), 1, 1, "expected keys and values, such as 'stage: sft'");
    }

    /** Reads a value that stands on its own, under the same rules. */
    static Node node(String origin, String text) {
        try {
            LoadSettings settings =
                    LoadSettings.builder().setMaxAliasesForCollections(0).setLabel(origin).build();
            refuseCleverness(origin, new Parse(settings).parseString(text));
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> problem(origin, 1, 1, "is empty"));
        } catch (RecipeException e) {
            throw e;
        } catch (MarkedYamlEngineException e) {
            throw problem(origin, e.getProblemMark(), "not valid YAML: " + e.getProblem());
        } catch (RuntimeException | StackOverflowError e) {
            throw problem(origin, 1, 1, "not valid YAML: " + e.getMessage());
        }
    }

    private static String text(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw problem(
                        file.toString(),
                        1,
                        1,
                        "no such recipe%s; 'cria ls' lists those shipped"
                                .formatted(NearFile.hint(file)));
            }
            if (Files.size(file) > MAX_BYTES) {
                throw problem(file.toString(), 1, 1, "larger than 256 KiB; this is no recipe");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw problem(file.toString(), 1, 1, "cannot be read as UTF-8 text: " + e.getMessage());
        }
    }

    private static void refuseCleverness(String origin, Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof AliasEvent
                    || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
                throw problem(
                        origin,
                        event.getStartMark(),
                        "anchors and aliases are not allowed; write the value out");
            }
            if (isTagged(event)) {
                throw problem(
                        origin,
                        event.getStartMark(),
                        "tags are not allowed; take away what begins with '!'");
            }
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event.getEventId() == Event.ID.MappingEnd
                    || event.getEventId() == Event.ID.SequenceEnd) {
                depth--;
            }
            if (depth > MAX_DEPTH) {
                throw problem(
                        origin,
                        event.getStartMark(),
                        "nested deeper than " + MAX_DEPTH + " levels; a recipe has few");
            }
        }
    }

    private static boolean isTagged(Event event) {
        return (event instanceof CollectionStartEvent start && start.getTag().isPresent())
                || (event instanceof ScalarEvent scalar && scalar.getTag().isPresent());
    }

    private static RecipeException problem(String origin, Optional<Mark> mark, String what) {
        int line = mark.map(Mark::getLine).orElse(0) + 1;
        int column = mark.map(Mark::getColumn).orElse(0) + 1;
        return problem(origin, line, column, what);
    }

    private static RecipeException problem(String origin, int line, int column, String what) {
        return new RecipeException(List.of(new Place(origin, line, column) + ": " + what));
    }
}
