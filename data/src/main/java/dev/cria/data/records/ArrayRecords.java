package dev.cria.data.records;

/** Records in an array. */
final class ArrayRecords implements RecordReader {

    private final long[] records;
    private final int width;
    private final int end;
    private int at;

    ArrayRecords(long[] records, int width, int count) {
        this.records = records;
        this.width = width;
        this.end = count * width;
        this.at = -width;
    }

    @Override
    public boolean next() {
        at += width;
        return at < end;
    }

    @Override
    public long get(int column) {
        return records[at + column];
    }

    @Override
    public void copyTo(long[] target, int offset) {
        System.arraycopy(records, at, target, offset, width);
    }

    @Override
    public void close() {}
}
