package dev.cria.trainer.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class HeapTest {

    private static final long SMALL = 32L << 20;
    private static final long LARGE = SMALL + 1;

    @Test
    void freedSmallBlocksStayAndAreUsedAgain() {
        Heap heap = new Heap(0);
        heap.add(Part.ACTIVATIONS, 3, SMALL);
        heap.add(Part.ACTIVATIONS, -3, SMALL);
        heap.add(Part.GRADIENTS, 2, SMALL);
        heap.add(Part.WEIGHTS, 1, LARGE);
        heap.look("end");
        assertEquals(3 * SMALL + LARGE, heap.peak().total());
        assertEquals(SMALL, heap.peak().parts().get(Part.RETAINED));
    }

    @Test
    void freedLargeBlocksAreGivenBack() {
        Heap heap = new Heap(0);
        heap.add(Part.ACTIVATIONS, 3, LARGE);
        heap.add(Part.ACTIVATIONS, -3, LARGE);
        heap.add(Part.GRADIENTS, 2, LARGE);
        heap.look("end");
        assertEquals(2 * LARGE, heap.peak().total());
    }

    @Test
    void thePeakIsTheMomentOfMost() {
        Heap heap = new Heap(7);
        heap.add(Part.WORK, 2, LARGE);
        heap.look("busy");
        heap.add(Part.WORK, -2, LARGE);
        heap.look("idle");
        assertEquals("busy", heap.peak().moment());
        assertEquals(2 * LARGE, heap.peak().total());
        assertEquals(7, heap.peak().mapped());
    }
}
