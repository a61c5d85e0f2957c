package dev.cria.recipes.board;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A figure over the steps of a stage, thinned so that it can be drawn: where there are too many
 * points, each group of neighbours is stood for by its least and its greatest, so that spikes stay.
 */
final class Series {

    /** Groups that are kept at most; twice as many points. */
    static final int GROUPS = 1500;

    /** A value at a step. */
    record Point(long step, double time, double tokens, double value) {}

    /** The least and the greatest of some neighbours. */
    private record Group(Point least, Point greatest) {

        Group with(Group other) {
            return new Group(
                    other.least.value() < least.value() ? other.least : least,
                    other.greatest.value() > greatest.value() ? other.greatest : greatest);
        }
    }

    private final List<Group> groups = new ArrayList<>();
    private int size = 1;
    private int inLast = Integer.MAX_VALUE;
    private Point last;

    void add(Point point) {
        last = point;
        Group group = new Group(point, point);
        if (inLast < size) {
            groups.set(groups.size() - 1, groups.get(groups.size() - 1).with(group));
            inLast++;
            return;
        }
        if (groups.size() == GROUPS) {
            halve();
        }
        groups.add(group);
        inLast = 1;
    }

    private void halve() {
        for (int i = 0; i < GROUPS / 2; i++) {
            groups.set(i, groups.get(2 * i).with(groups.get(2 * i + 1)));
        }
        groups.subList(GROUPS / 2, GROUPS).clear();
        size *= 2;
    }

    /** The points in the order of their steps, the last one among them. */
    List<Point> points() {
        List<Point> points = new ArrayList<>();
        for (Group group : groups) {
            boolean leastFirst = group.least.step() <= group.greatest.step();
            addUnlessLast(points, leastFirst ? group.least : group.greatest);
            addUnlessLast(points, leastFirst ? group.greatest : group.least);
        }
        if (last != null) {
            addUnlessLast(points, last);
        }
        return points;
    }

    private static void addUnlessLast(List<Point> points, Point point) {
        if (points.isEmpty() || points.get(points.size() - 1).step() < point.step()) {
            points.add(point);
        }
    }

    /** The points by columns. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode steps = json.putArray("step");
        ArrayNode times = json.putArray("time");
        ArrayNode tokens = json.putArray("tokens");
        ArrayNode values = json.putArray("value");
        for (Point point : points()) {
            steps.add(point.step());
            times.add(point.time());
            tokens.add(point.tokens());
            values.add(point.value());
        }
        return json;
    }
}
