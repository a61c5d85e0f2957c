package dev.cria.recipes.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A list of stages that is run several times: an item of {@code stages} with {@code rounds}. In its
 * paths {@code ${round}} is the number of the round, {@code ${start}} what the round begins with:
 * {@code start} in the first, in later ones the {@code result} of the one before; behind the rounds
 * {@code ${result}} is that of the last.
 *
 * @param number how many rounds
 * @param start null where nothing is handed on
 * @param result with {@code ${round}}; null where nothing is handed on
 */
record Repetition(int number, Values.Word start, Values.Word result, List<MappingNode> stages) {

    /** Keys that an argument of the command line may give. */
    static final List<String> ASKED = List.of("rounds", "start");

    private static final String ROUND = "${round}";
    private static final int MOST = 100;

    /** Whether an item of a list of stages is repeated. */
    static boolean is(MappingNode item) {
        return item.getValue().stream().anyMatch(tuple -> key(tuple).equals("rounds"));
    }

    /** Reads an item; null, and a problem, where it is none. */
    static Repetition read(Map<String, Given> given, Place place, Problems problems) {
        Map<String, Given> rest = new LinkedHashMap<>(given);
        Given rounds = rest.remove("rounds");
        Given start = rest.remove("start");
        Given result = rest.remove("result");
        Given stages = rest.remove("stages");
        rest.forEach(
                (key, value) ->
                        problems.add(
                                value.place(),
                                "unknown key '%s' beside rounds%s; it has rounds, start, result, stages"
                                        .formatted(
                                                key,
                                                Nearest.hint(
                                                        key,
                                                        List.of("start", "result", "stages")))));
        int number = number(rounds, problems);
        if (stages == null
                || !(stages.value() instanceof SequenceNode list)
                || list.getValue().isEmpty()
                || !list.getValue().stream().allMatch(MappingNode.class::isInstance)) {
            problems.add(place, "rounds: expected 'stages', the list of what is repeated");
            return null;
        }
        if ((start == null) != (result == null)) {
            problems.add(
                    place,
                    "rounds: start, what the first round begins with, and result, what each leaves to the next, need each other");
            return null;
        }
        Values.Word begins = word(start, problems);
        Values.Word ends = word(result, problems);
        if (ends != null && !ends.text().contains(ROUND)) {
            problems.add(ends.place(), "result: expected a path with ${round}, one for each round");
            return null;
        }
        return number == 0
                ? null
                : new Repetition(
                        number,
                        begins,
                        ends,
                        list.getValue().stream().map(MappingNode.class::cast).toList());
    }

    private static int number(Given rounds, Problems problems) {
        String text = rounds.value() instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!text.matches("[0-9]{1,3}")
                || Integer.parseInt(text) < 1
                || Integer.parseInt(text) > MOST) {
            problems.add(
                    rounds.place(),
                    "rounds: expected a whole number from 1 to %d, found '%s'"
                            .formatted(MOST, text));
            return 0;
        }
        return Integer.parseInt(text);
    }

    private static Values.Word word(Given given, Problems problems) {
        if (given == null) {
            return null;
        }
        if (given.value() instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return new Values.Word(scalar.getValue(), given.place(), given.folder());
        }
        problems.add(given.place(), "expected a path");
        return null;
    }

    /** All rounds in their order. */
    List<Round> rounds() {
        return IntStream.rangeClosed(1, number).mapToObj(this::round).toList();
    }

    private Round round(int round) {
        Map<String, Values.Word> variables = new LinkedHashMap<>();
        variables.put("round", new Values.Word(Integer.toString(round), null, null));
        if (start != null) {
            variables.put("start", round == 1 ? start : resultOf(round - 1));
        }
        return new Round(round, variables);
    }

    /** What stages behind the rounds see. */
    Round after() {
        return result == null ? Round.NONE : new Round(0, Map.of("result", resultOf(number)));
    }

    private Values.Word resultOf(int round) {
        String text = result.text().replace(ROUND, Integer.toString(round));
        return new Values.Word(text, result.place(), result.folder());
    }

    private static String key(NodeTuple tuple) {
        Node node = tuple.getKeyNode();
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
