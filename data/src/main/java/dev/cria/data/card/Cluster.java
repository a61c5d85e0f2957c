package dev.cria.data.card;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Documents that repeat one another.
 *
 * @param kept the number within the corpus of the one that is kept
 * @param size of all of them
 * @param members a few: the one that is kept, and the first others
 */
public record Cluster(long kept, long size, List<Member> members) {

    /** Members that are kept of one. */
    public static final int MEMBERS = 4;

    /** The largest first. */
    static final Comparator<Cluster> ORDER =
            Comparator.comparingLong(Cluster::size).reversed().thenComparing(Cluster::kept);

    /** Copies the list. */
    public Cluster {
        members = List.copyOf(members);
    }

    /**
     * A document of a cluster.
     *
     * @param ordinal its number within the corpus
     * @param text its beginning
     */
    public record Member(long ordinal, String id, String source, String text) {}

    /** With the members of another part of the same cluster. */
    Cluster plus(Cluster other) {
        return new Cluster(
                kept,
                size,
                Stream.concat(members.stream(), other.members.stream())
                        .sorted(
                                Comparator.<Member, Boolean>comparing(m -> m.ordinal() != kept)
                                        .thenComparing(Member::ordinal))
                        .limit(MEMBERS)
                        .toList());
    }
}
