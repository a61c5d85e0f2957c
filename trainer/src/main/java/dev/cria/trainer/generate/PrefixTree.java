package dev.cria.trainer.generate;

import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Full pages by the tokens that they and all before them hold. Those that nobody refers to are
 * given back when pages run out, those that were used least recently first, and none before what
 * follows it.
 */
final class PrefixTree {

    private final Pages pages;
    private final int pageTokens;
    private final Map<String, Node> roots = new HashMap<>();

    /** Least recently used first; what follows a page comes before it. */
    private final LinkedHashSet<Node> byUse = new LinkedHashSet<>();

    private static final class Node {
        private final Node parent;
        private final IntBuffer tokens;
        private final int page;
        private final Map<IntBuffer, Node> children = new HashMap<>();

        Node(Node parent, IntBuffer tokens, int page) {
            this.parent = parent;
            this.tokens = tokens;
            this.page = page;
        }
    }

    PrefixTree(Pages pages, int pageTokens) {
        this.pages = pages;
        this.pageTokens = pageTokens;
    }

    /**
     * The pages of the longest known beginning of a text, at most {@code most}; each is then
     * referred to once more.
     */
    IntList find(String policy, IntList tokens, int most) {
        IntList found = new IntList();
        Node node = root(policy);
        for (int i = 0; i < most; i++) {
            Node child = node.children.get(block(tokens, i));
            if (child == null) {
                break;
            }
            pages.share(child.page);
            found.add(child.page);
            node = child;
        }
        touch(node);
        return found;
    }

    /**
     * Remembers the first {@code full} pages of a text. Where others hold the same already, the
     * text takes theirs instead of its own.
     */
    void remember(String policy, IntList tokens, IntList own, int full) {
        Node node = root(policy);
        for (int i = 0; i < full; i++) {
            IntBuffer block = block(tokens, i);
            Node child = node.children.get(block);
            if (child == null) {
                child = new Node(node, block, own.get(i));
                node.children.put(block, child);
                pages.remember(child.page);
            } else if (child.page != own.get(i)) {
                pages.share(child.page);
                pages.release(own.get(i));
                own.set(i, child.page);
            }
            node = child;
        }
        touch(node);
    }

    /** Gives one page back; false if all are in use. */
    boolean evict() {
        for (Node node : byUse) {
            if (node.children.isEmpty() && pages.isIdle(node.page)) {
                byUse.remove(node);
                node.parent.children.remove(node.tokens);
                pages.forget(node.page);
                return true;
            }
        }
        return false;
    }

    /** Forgets all that is idle. */
    void clear() {
        while (evict()) {
            // one after another
        }
    }

    private Node root(String policy) {
        return roots.computeIfAbsent(policy, name -> new Node(null, null, -1));
    }

    private IntBuffer block(IntList tokens, int index) {
        return IntBuffer.wrap(tokens.range(index * pageTokens, (index + 1) * pageTokens));
    }

    private void touch(Node last) {
        for (Node node = last; node.parent != null; node = node.parent) {
            byUse.remove(node);
            byUse.add(node);
        }
    }
}
