package dev.cria.trainer.generate;

import java.util.BitSet;

/**
 * How often each page is referred to. A page that only the {@link PrefixTree} refers to is idle: it
 * can be had back.
 */
final class Pages {

    private final int[] references;
    private final BitSet remembered = new BitSet();
    private final BitSet free = new BitSet();
    private int freeCount;
    private int idle;

    Pages(int count) {
        references = new int[count];
        free.set(0, count);
        freeCount = count;
    }

    int count() {
        return references.length;
    }

    /** A page that is free, the first one, referred to once; -1 if there is none. */
    int take() {
        int page = free.nextSetBit(0);
        if (page >= 0) {
            free.clear(page);
            freeCount--;
            references[page] = 1;
        }
        return page;
    }

    void share(int page) {
        if (isIdle(page)) {
            idle--;
        }
        references[page]++;
    }

    void release(int page) {
        references[page]--;
        if (references[page] == 0) {
            free.set(page);
            freeCount++;
        } else if (isIdle(page)) {
            idle++;
        }
    }

    /** The tree refers to a page as well. */
    void remember(int page) {
        references[page]++;
        remembered.set(page);
    }

    /** The tree refers to an idle page no longer. */
    void forget(int page) {
        if (!isIdle(page)) {
            throw new IllegalStateException("page " + page + " is in use");
        }
        idle--;
        remembered.clear(page);
        release(page);
    }

    boolean isIdle(int page) {
        return references[page] == 1 && remembered.get(page);
    }

    boolean isShared(int page) {
        return references[page] > 1;
    }

    /** Pages that texts in progress refer to. */
    int inUse() {
        return references.length - available();
    }

    /** Pages that are free or can be. */
    int available() {
        return freeCount + idle;
    }
}
