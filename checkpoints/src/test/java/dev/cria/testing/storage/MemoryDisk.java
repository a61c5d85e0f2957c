package dev.cria.testing.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that knows what a loss of power may do to it. POSIX promises of a file the bytes
 * before its last force and of a folder the names before its last force, and nothing else; so every
 * change of a name since then is kept or undone on its own, and bytes since then are lost, cut,
 * zeroed, flipped, replaced or out of order.
 */
public final class MemoryDisk {

    static final int BLOCK_BYTES = 512;

    private final Folder root;

    /** An empty disk. */
    public MemoryDisk() {
        this(new Folder());
    }

    private MemoryDisk(Folder root) {
        this.root = root;
    }

    /** A file or a folder, whatever its name. */
    abstract static sealed class Node permits File, Folder {}

    /** Bytes up to {@code length}, of which the first {@code forced} survive. */
    static final class File extends Node {

        byte[] bytes = new byte[64];
        int length;
        int forced;

        void append(byte[] more, int count) {
            if (length + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
            }
            System.arraycopy(more, 0, bytes, length, count);
            length += count;
        }
    }

    /** Names now, names that survive, and the changes between the two, oldest first. */
    static final class Folder extends Node {

        final Map<String, Node> names = new TreeMap<>();
        private final Map<String, Node> durable = new TreeMap<>();
        private final List<Change> pending = new ArrayList<>();

        void change(String removed, String added, Node node) {
            Change change = new Change(removed, added, node);
            change.applyTo(names);
            pending.add(change);
        }

        void force() {
            durable.clear();
            durable.putAll(names);
            pending.clear();
        }
    }

    /** A name goes, a name comes, or both at once. */
    private record Change(String removed, String added, Node node) {

        void applyTo(Map<String, Node> names) {
            if (removed != null) {
                names.remove(removed);
            }
            if (added != null) {
                names.put(added, node);
            }
        }
    }

    /** Null where there is nothing; the path is absolute. */
    Node find(Path path) {
        String names = path.toString(); // taking a path apart would cost more than all else here
        Node at = root;
        for (int from = 1; from < names.length(); ) {
            int slash = names.indexOf('/', from);
            int end = slash < 0 ? names.length() : slash;
            at = at instanceof Folder in ? in.names.get(names.substring(from, end)) : null;
            from = end + 1;
        }
        return at;
    }

    Folder folder(Path path) throws IOException {
        if (find(path) instanceof Folder folder) {
            return folder;
        }
        throw new NoSuchFileException(path.toString());
    }

    /** The bytes of a file, past every process. */
    public byte[] peek(Path file) {
        File found = (File) find(file);
        return Arrays.copyOf(found.bytes, found.length);
    }

    /** Changes the bytes of a file as a failing disk does: no process has asked for it. */
    public void poke(Path file, byte[] bytes) {
        File found = (File) find(file);
        found.bytes = bytes.clone();
        found.length = bytes.length;
        found.forced = bytes.length;
    }

    /** What is on the disk after the power was lost. */
    public MemoryDisk afterPowerLoss(Random random) {
        // Everything kept and everything lost are outcomes too, and likely ones.
        double kept = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble();
        return new MemoryDisk(survivor(root, kept, random, new IdentityHashMap<>()));
    }

    private static Folder survivor(
            Folder folder, double kept, Random random, Map<Node, Node> done) {
        Map<String, Node> names = new TreeMap<>(folder.durable);
        for (Change change : folder.pending) {
            if (random.nextDouble() < kept) {
                change.applyTo(names);
            }
        }
        Folder survivor = new Folder();
        names.forEach(
                (name, node) -> {
                    Node copy = done.get(node);
                    if (copy == null) {
                        copy =
                                node instanceof Folder inner
                                        ? survivor(inner, kept, random, done)
                                        : Damage.survivor((File) node, kept, random);
                        done.put(node, copy);
                    }
                    survivor.names.put(name, copy);
                });
        survivor.force();
        return survivor;
    }
}
