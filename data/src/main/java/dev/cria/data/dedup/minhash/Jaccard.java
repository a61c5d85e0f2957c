package dev.cria.data.dedup.minhash;

/** The Jaccard similarity of sets: what they share, of all that they hold. */
final class Jaccard {

    private Jaccard() {}

    /**
     * @param a ascending
     * @param b ascending
     */
    static double of(int[] a, int[] b) {
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            int left = a[i];
            int right = b[j];
            shared += left == right ? 1 : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        return (double) shared / (a.length + b.length - shared);
    }

    /** More than this it cannot be, of sets of these sizes. */
    static double bound(int sizeA, int sizeB) {
        return (double) Math.min(sizeA, sizeB) / Math.max(sizeA, sizeB);
    }
}
