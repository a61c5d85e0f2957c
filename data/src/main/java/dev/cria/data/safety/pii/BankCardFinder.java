package dev.cria.data.safety.pii;

import java.util.Set;

/**
 * Numbers of bank cards (ISO/IEC 7812): an issuer's prefix with a length that it gives out, and a
 * check digit by Luhn's formula, in one piece or in the groups in which cards print them.
 */
final class BankCardFinder {

    private static final int MIN_DIGITS = 13;
    private static final int MAX_DIGITS = 19;
    private static final Set<String> GROUPINGS = Set.of("4444", "44443", "465", "464", "6d");

    /** From and to, of the first six digits, and the lengths of numbers. */
    private static final int[][] ISSUERS = {
        {222100, 272099, 16, 16}, // Mastercard
        {300000, 305999, 14, 19}, // Diners Club
        {340000, 349999, 15, 15}, // American Express
        {352800, 358999, 16, 19}, // JCB
        {360000, 369999, 14, 19}, // Diners Club
        {370000, 379999, 15, 15}, // American Express
        {380000, 399999, 16, 19}, // Diners Club
        {400000, 499999, 13, 13}, // Visa
        {400000, 499999, 16, 16},
        {400000, 499999, 19, 19},
        {510000, 559999, 16, 16}, // Mastercard
        {601100, 601199, 16, 19}, // Discover
        {620000, 629999, 16, 19}, // UnionPay
        {644000, 659999, 16, 19}, // Discover
        {810000, 817199, 16, 19}, // UnionPay
        {955880, 955889, 19, 19}, // ICBC, before UnionPay
    };

    private BankCardFinder() {}

    /** The number that begins at a digit; null where there is none. */
    static Found at(String text, int start) {
        int first = Ascii.endOfDigits(text, start, MAX_DIGITS + 1) - start;
        return first == 4 || first == 6 || first >= MIN_DIGITS ? numberAt(text, start) : null;
    }

    private static Found numberAt(String text, int start) {
        StringBuilder digits = new StringBuilder(MAX_DIGITS);
        StringBuilder grouping = new StringBuilder();
        int end = start;
        char separator = 0;
        while (digits.length() <= MAX_DIGITS) {
            int stop = Ascii.endOfDigits(text, end, MAX_DIGITS + 1);
            if (stop == end) {
                return null;
            }
            digits.append(text, end, stop);
            grouping.append(Character.forDigit(Math.min(stop - end, 35), 36));
            end = stop;
            char next = Ascii.at(text, end);
            boolean goesOn =
                    (next == ' ' || next == '-')
                            && (separator == 0 || next == separator)
                            && digits.length() < MAX_DIGITS
                            && Ascii.isDigit(Ascii.at(text, end + 1));
            if (!goesOn) {
                break;
            }
            separator = next;
            end++;
        }
        boolean fits =
                digits.length() >= MIN_DIGITS
                        && digits.length() <= MAX_DIGITS
                        && (separator == 0 || GROUPINGS.contains(grouping.toString()))
                        && Ascii.standsAlone(text, start, end);
        return fits && isIssued(digits) && checks(digits)
                ? new Found(PiiType.BANK_CARD, start, end)
                : null;
    }

    private static boolean isIssued(StringBuilder digits) {
        int prefix = Integer.parseInt(digits, 0, 6, 10);
        for (int[] issuer : ISSUERS) {
            if (prefix >= issuer[0]
                    && prefix <= issuer[1]
                    && digits.length() >= issuer[2]
                    && digits.length() <= issuer[3]) {
                return true;
            }
        }
        return false;
    }

    private static boolean checks(StringBuilder digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int twice = 2 * digit > 9 ? 2 * digit - 9 : 2 * digit;
            sum += i % 2 == 1 ? twice : digit;
        }
        return sum % 10 == 0;
    }
}
