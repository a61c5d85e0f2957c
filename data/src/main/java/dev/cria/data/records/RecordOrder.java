package dev.cria.data.records;

/**
 * Sorts records in an array, in place: quicksort with three parts, so that many equal records cost
 * nothing, around pivots that a fixed sequence of random numbers chooses.
 */
final class RecordOrder {

    private static final int SMALL = 12;
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final long[] records;
    private final int width;
    private final long[] pivot;
    private final long[] held;
    private long random;

    private RecordOrder(long[] records, int width) {
        this.records = records;
        this.width = width;
        this.pivot = new long[width];
        this.held = new long[width];
    }

    /** Sorts the first records of an array. */
    static void sort(long[] records, int width, int count) {
        new RecordOrder(records, width).sort(0, count);
    }

    static int compare(long[] a, int offsetA, long[] b, int offsetB, int width) {
        for (int i = 0; i < width; i++) {
            long left = a[offsetA + i];
            long right = b[offsetB + i];
            if (left != right) {
                return left < right ? -1 : 1;
            }
        }
        return 0;
    }

    private void sort(int from, int to) {
        int start = from;
        int end = to;
        while (end - start > SMALL) {
            System.arraycopy(records, choose(start, end) * width, pivot, 0, width);
            int less = start;
            int more = end;
            int at = start;
            while (at < more) {
                int order = compare(records, at * width, pivot, 0, width);
                if (order < 0) {
                    swap(less++, at++);
                } else if (order > 0) {
                    swap(at, --more);
                } else {
                    at++;
                }
            }
            // The smaller part by recursion: the stack stays as deep as a logarithm.
            if (less - start < end - more) {
                sort(start, less);
                start = more;
            } else {
                sort(more, end);
                end = less;
            }
        }
        insert(start, end);
    }

    private int choose(int start, int end) {
        random += STEP;
        long mixed = (random ^ (random >>> 30)) * 0xBF58476D1CE4E5B9L;
        return start + (int) Long.remainderUnsigned(mixed ^ (mixed >>> 27), end - start);
    }

    private void insert(int start, int end) {
        for (int i = start + 1; i < end; i++) {
            System.arraycopy(records, i * width, held, 0, width);
            int at = i;
            while (at > start && compare(records, (at - 1) * width, held, 0, width) > 0) {
                System.arraycopy(records, (at - 1) * width, records, at * width, width);
                at--;
            }
            System.arraycopy(held, 0, records, at * width, width);
        }
    }

    private void swap(int a, int b) {
        if (a == b) {
            return;
        }
        int left = a * width;
        int right = b * width;
        for (int i = 0; i < width; i++) {
            long value = records[left + i];
            records[left + i] = records[right + i];
            records[right + i] = value;
        }
    }
}
