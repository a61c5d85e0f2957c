package dev.cria.data.curate;

import dev.cria.data.card.Cluster;
import dev.cria.data.card.Clusters;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Grouping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The documents of a batch by the groups that a step found them in. */
final class GroupWork {

    private final Grouping grouping;
    private final Map<Long, Part> parts = new TreeMap<>();

    GroupWork(Grouping grouping) {
        this.grouping = grouping;
    }

    private record Part(Grouping.Group group, List<Numbered> documents) {}

    private record Numbered(long ordinal, Document document) {}

    void add(long ordinal, Document document, Clusters clusters) {
        Grouping.Group group = grouping.group(ordinal);
        if (group == null) {
            return;
        }
        if (group.kept() == ordinal) {
            clusters.count(group.size());
        }
        parts.computeIfAbsent(group.kept(), unseen -> new Part(group, new ArrayList<>()))
                .documents()
                .add(new Numbered(ordinal, document));
    }

    /** Hands over what is among the largest groups of the batch. */
    void finish(Clusters clusters, Excerpts excerpts) {
        parts.values().stream()
                .sorted(
                        Comparator.<Part>comparingLong(part -> part.group().size())
                                .reversed()
                                .thenComparing(part -> part.group().kept()))
                .limit(Clusters.LARGEST)
                .forEach(part -> clusters.offer(cluster(part, excerpts)));
    }

    private static Cluster cluster(Part part, Excerpts excerpts) {
        long kept = part.group().kept();
        List<Cluster.Member> members =
                part.documents().stream()
                        .sorted(
                                Comparator.<Numbered, Boolean>comparing(d -> d.ordinal() != kept)
                                        .thenComparing(Numbered::ordinal))
                        .limit(Cluster.MEMBERS)
                        .map(
                                one ->
                                        new Cluster.Member(
                                                one.ordinal(),
                                                Candidates.cut(one.document().id(), 200),
                                                Candidates.cut(one.document().source(), 200),
                                                excerpts.beginning(one.document().text())))
                        .toList();
        return new Cluster(kept, part.group().size(), members);
    }
}
