package dev.cria.data.safety.pii;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** A text of which items have been replaced, and how many of each type. */
record Masking(String text, Map<PiiType, Integer> counts) {

    /** datatrove's, which it takes in turn. */
    private static final String[] ADDRESSES = {
        "22.214.171.124",
        "126.96.36.199",
        "188.8.131.52",
        "184.108.40.206",
        "220.127.116.11",
        "18.104.22.168",
    };

    /** Masks what a scanner finds. */
    static Masking of(String text, PiiScanner scanner, Masks masks) {
        List<Found> found = scanner.scan(text);
        found.removeIf(item -> Masks.isExample(item.type(), item.in(text)));
        Map<PiiType, Integer> counts = new EnumMap<>(PiiType.class);
        String masked =
                replaced(text, found, counts, (item, n) -> masks.mask(item.type(), item.in(text)));
        return new Masking(masked, counts);
    }

    /** Masks as datatrove does, its turn beginning anew with every text. */
    static Masking asDatatrove(String text, Set<PiiType> types) {
        Map<PiiType, Integer> counts = new EnumMap<>(PiiType.class);
        String masked = text;
        if (types.contains(PiiType.EMAIL)) {
            masked =
                    replaced(
                            masked,
                            DatatrovePii.emails(masked),
                            counts,
                            (item, n) -> Masks.EMAILS[n % Masks.EMAILS.length]);
        }
        if (types.contains(PiiType.IPV4)) {
            masked =
                    replaced(
                            masked,
                            DatatrovePii.addresses(masked),
                            counts,
                            (item, n) -> ADDRESSES[n % ADDRESSES.length]);
        }
        return new Masking(masked, counts);
    }

    private static String replaced(
            String text,
            List<Found> found,
            Map<PiiType, Integer> counts,
            BiFunction<Found, Integer, String> replacement) {
        if (found.isEmpty()) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length() + 16 * found.size());
        int behind = 0;
        for (Found item : found) {
            int number = counts.merge(item.type(), 1, Integer::sum) - 1;
            result.append(text, behind, item.start()).append(replacement.apply(item, number));
            behind = item.end();
        }
        return result.append(text, behind, text.length()).toString();
    }
}
