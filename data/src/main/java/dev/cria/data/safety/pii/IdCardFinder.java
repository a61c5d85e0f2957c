package dev.cria.data.safety.pii;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Numbers of Chinese identity cards (GB 11643-1999): six digits of a region, a date of birth, a
 * serial number and a check character by ISO 7064, MOD 11-2. The numbers of 15 digits from before
 * have no check character and are not looked for.
 */
final class IdCardFinder {

    private static final int LENGTH = 18;
    private static final String CHECKS = "10X98765432";

    private IdCardFinder() {}

    /** The number that begins at a digit; null where there is none. */
    static Found at(String text, int start) {
        int end = start + LENGTH;
        boolean fits =
                end <= text.length()
                        && Ascii.endOfDigits(text, start, LENGTH) >= end - 1
                        && Ascii.standsAlone(text, start, end);
        return fits && isRegion(text, start) && isDate(text, start + 6) && checks(text, start)
                ? new Found(PiiType.ID_CARD, start, end)
                : null;
    }

    /** Provinces are 11 to 65; 71 is Taiwan, 81 to 83 are Hong Kong, Macau and Taiwan. */
    private static boolean isRegion(String text, int start) {
        int province = Integer.parseInt(text, start, start + 2, 10);
        return (province >= 11 && province <= 65)
                || province == 71
                || (province >= 81 && province <= 83);
    }

    private static boolean isDate(String text, int start) {
        int year = Integer.parseInt(text, start, start + 4, 10);
        try {
            LocalDate.of(
                    year,
                    Integer.parseInt(text, start + 4, start + 6, 10),
                    Integer.parseInt(text, start + 6, start + 8, 10));
            return year >= 1850 && year < 2100;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean checks(String text, int start) {
        int sum = 0;
        for (int i = 0; i < LENGTH - 1; i++) {
            int weight = (1 << (LENGTH - 1 - i)) % 11;
            sum += weight * (text.charAt(start + i) - '0');
        }
        return Character.toUpperCase(text.charAt(start + LENGTH - 1)) == CHECKS.charAt(sum % 11);
    }
}
