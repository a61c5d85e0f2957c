package dev.cria.data.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AmountTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "999, 999",
        "1000, 1.00k",
        "9994, 9.99k",
        "9996, 10.0k",
        "12345, 12.3k",
        "999499, 999k",
        "999501, 1.00M",
        "1204000000, 1.20B",
        "15000000000000, 15.0T",
        "9223372036854775807, 9223372T"
    })
    void threeDigitsAndAUnit(long amount, String shown) {
        assertEquals(shown, Amount.show(amount));
    }
}
