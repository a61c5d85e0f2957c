package dev.cria.data.safety.pii;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;

/**
 * Numbers of telephones: international ones with a plus sign (ITU-T E.164), judged by the numbering
 * plans that libphonenumber knows, and Chinese mobile numbers of eleven digits.
 */
final class PhoneFinder {

    private static final int MIN_DIGITS = 7;
    private static final int MAX_DIGITS = 15;

    /** Such as the closing bracket and the space of "+44 (20) 7946". */
    private static final int MAX_SEPARATORS = 2;

    private static final int MOBILE_DIGITS = 11;

    private PhoneFinder() {}

    /** The longest number that begins at a plus sign; null where there is none. */
    static Found atPlus(String text, int plus) {
        if (Ascii.isAlphanumeric(Ascii.at(text, plus - 1))) {
            return null;
        }
        int[] ends = new int[MAX_DIGITS];
        int numEnds = 0;
        int digits = 0;
        for (int i = plus + 1, gap = 0; digits <= MAX_DIGITS && i < text.length(); i++) {
            char c = text.charAt(i);
            if (Ascii.isDigit(c)) {
                digits++;
                gap = 0;
                boolean groupEnds = !Ascii.isDigit(Ascii.at(text, i + 1));
                if (groupEnds && digits >= MIN_DIGITS && digits <= MAX_DIGITS) {
                    ends[numEnds++] = i + 1;
                }
            } else if (" -.()\u00a0".indexOf(c) < 0 || ++gap > MAX_SEPARATORS) {
                break;
            }
        }
        while (--numEnds >= 0) {
            int end = ends[numEnds];
            if (!Ascii.isAlphanumeric(Ascii.at(text, end)) && isNumber(text.substring(plus, end))) {
                return new Found(PiiType.PHONE, plus, end);
            }
        }
        return null;
    }

    private static boolean isNumber(String candidate) {
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        try {
            return plans.isValidNumber(plans.parse(candidate, null));
        } catch (NumberParseException e) {
            return false;
        }
    }

    /** The Chinese mobile number that begins at a digit; null where there is none. */
    static Found mobileAt(String text, int start) {
        int first = start;
        for (String country : new String[] {"0086", "86"}) {
            if (text.startsWith(country, start)) {
                first = start + country.length();
                first += isSeparator(Ascii.at(text, first)) ? 1 : 0;
                break;
            }
        }
        char second = Ascii.at(text, first + 1);
        if (Ascii.at(text, first) != '1' || second < '3' || second > '9') {
            return null;
        }
        int end = Ascii.endOfDigits(text, first, MOBILE_DIGITS + 1);
        if (end - first == 3) {
            char separator = Ascii.at(text, end);
            int middle = Ascii.endOfDigits(text, end + 1, 5);
            boolean inGroups =
                    isSeparator(separator)
                            && middle - end == 5
                            && Ascii.at(text, middle) == separator;
            end = inGroups ? Ascii.endOfDigits(text, middle + 1, 5) : end;
            first = inGroups ? first + 2 : first;
        }
        return end - first == MOBILE_DIGITS && Ascii.standsAlone(text, start, end)
                ? new Found(PiiType.PHONE, start, end)
                : null;
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '-';
    }
}
