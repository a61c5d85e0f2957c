package dev.cria.data.records;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sorted runs as one: a binary heap of readers by the record that each is at. */
final class MergedRecords implements RecordReader {

    private final int width;
    private final List<RecordReader> readers;
    private final int[] heap;
    private final long[] heads;
    private int size;
    private boolean begun;

    /** Takes over the readers. */
    MergedRecords(List<? extends RecordReader> readers, int width) {
        this.width = width;
        this.readers = List.copyOf(readers);
        this.heap = new int[readers.size()];
        this.heads = new long[readers.size() * width];
    }

    @Override
    public boolean next() throws IOException {
        if (!begun) {
            begun = true;
            for (int i = 0; i < readers.size(); i++) {
                if (advance(i)) {
                    heap[size++] = i;
                }
            }
            for (int i = size / 2 - 1; i >= 0; i--) {
                sink(i);
            }
        } else if (size > 0) {
            if (!advance(heap[0])) {
                heap[0] = heap[--size];
            }
            sink(0);
        }
        return size > 0;
    }

    private boolean advance(int reader) throws IOException {
        if (!readers.get(reader).next()) {
            return false;
        }
        readers.get(reader).copyTo(heads, reader * width);
        return true;
    }

    private void sink(int from) {
        int at = from;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], heap[at])) {
                return;
            }
            int moved = heap[at];
            heap[at] = heap[child];
            heap[child] = moved;
            at = child;
        }
    }

    private boolean isBefore(int a, int b) {
        return RecordOrder.compare(heads, a * width, heads, b * width, width) < 0;
    }

    @Override
    public long get(int column) {
        return heads[heap[0] * width + column];
    }

    @Override
    public void copyTo(long[] target, int offset) {
        System.arraycopy(heads, heap[0] * width, target, offset, width);
    }

    @Override
    public void close() throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (RecordReader reader : readers) {
            try {
                reader.close();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
