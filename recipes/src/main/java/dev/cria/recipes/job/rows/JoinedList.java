package dev.cria.recipes.job.rows;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/** Lists one after another, none of them copied. */
public final class JoinedList<T> extends AbstractList<T> implements RandomAccess {

    private final List<List<T>> parts;

    /** Where each part begins, and the end of the last. */
    private final int[] starts;

    private JoinedList(List<List<T>> parts) {
        this.parts = parts;
        starts = new int[parts.size() + 1];
        for (int i = 0; i < parts.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], parts.get(i).size());
        }
    }

    /** The parts one behind the other, none of them copied. */
    public static <T> List<T> of(List<List<T>> parts) {
        return new JoinedList<>(List.copyOf(parts));
    }

    @Override
    public T get(int index) {
        int found = Arrays.binarySearch(starts, index);
        int part = found >= 0 ? found : -found - 2;
        while (part + 1 < parts.size() && starts[part + 1] == index) {
            part++;
        }
        return parts.get(part).get(index - starts[part]);
    }

    @Override
    public int size() {
        return starts[parts.size()];
    }
}
