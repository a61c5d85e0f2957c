package dev.cria.recipes.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class GpusTest {

    @Test
    void theTableOfTheDriverIsRead() {
        Gpus gpus = new Gpus(List.of("echo", "NVIDIA H200, 37, 1024, 143771"));
        assertEquals(
                "[{\"name\":\"NVIDIA H200\",\"busy\":0.37,\"memory_used\":1.073741824E9,\"memory_total\":1.50754820096E11}]",
                gpus.json().toString());
    }

    @Test
    void withoutTheDriverThereAreNone() {
        assertEquals("[]", new Gpus(List.of("no-such-program-of-anyone")).json().toString());
        assertEquals("[]", new Gpus(List.of("false")).json().toString());
    }
}
