package dev.cria.data.safety.pii;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds personal data in one pass over a text. Only the characters that an item must have are
 * looked around: at signs, digits, plus signs and colons; each of them within bounds, so that the
 * time is linear in the text.
 */
final class PiiScanner {

    private final EnumSet<PiiType> types;

    PiiScanner(Set<PiiType> types) {
        this.types = EnumSet.copyOf(types);
    }

    /** Items that do not overlap, in the order of the text. */
    List<Found> scan(String text) {
        List<Found> emails = types.contains(PiiType.EMAIL) ? emails(text) : List.of();
        List<Found> found = new ArrayList<>(emails.size());
        int nextEmail = 0;
        for (int i = 0; i < text.length(); i++) {
            Found item = null;
            if (nextEmail < emails.size() && emails.get(nextEmail).start() == i) {
                item = emails.get(nextEmail++);
            } else if (isTrigger(text.charAt(i))) {
                int end = nextEmail < emails.size() ? emails.get(nextEmail).start() : text.length();
                item = around(text, i);
                item = item != null && item.end() > end ? null : item;
            }
            if (item != null) {
                dropOverlapped(found, item);
                found.add(item);
                i = item.end() - 1;
            }
        }
        return found;
    }

    /** An address of version 6 begins before its colon, where other things may have been found. */
    private static void dropOverlapped(List<Found> found, Found item) {
        while (!found.isEmpty() && found.get(found.size() - 1).end() > item.start()) {
            found.remove(found.size() - 1);
        }
    }

    private static List<Found> emails(String text) {
        List<Found> emails = new ArrayList<>(0);
        int behind = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            Found email = EmailFinder.around(text, at);
            if (email != null && email.start() >= behind) {
                emails.add(email);
                behind = email.end();
            }
        }
        return emails;
    }

    private static boolean isTrigger(char c) {
        return (c >= '0' && c <= ':') || c == '+';
    }

    private Found around(String text, int i) {
        char c = text.charAt(i);
        if (c == '+') {
            return types.contains(PiiType.PHONE) ? PhoneFinder.atPlus(text, i) : null;
        }
        if (c == ':') {
            return types.contains(PiiType.IPV6) ? Ipv6Finder.around(text, i) : null;
        }
        return Ascii.isDigit(Ascii.at(text, i - 1)) ? null : number(text, i);
    }

    private Found number(String text, int i) {
        Found item = types.contains(PiiType.IPV4) ? Ipv4Finder.at(text, i) : null;
        if (item == null && types.contains(PiiType.ID_CARD)) {
            item = IdCardFinder.at(text, i);
        }
        if (item == null && types.contains(PiiType.BANK_CARD)) {
            item = BankCardFinder.at(text, i);
        }
        if (item == null && types.contains(PiiType.PHONE)) {
            item = PhoneFinder.mobileAt(text, i);
        }
        return item;
    }
}
