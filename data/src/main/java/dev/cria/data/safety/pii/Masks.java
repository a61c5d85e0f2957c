package dev.cria.data.safety.pii;

import java.util.Locale;

/**
 * What stands in the place of an item: a function of the item alone, so that neither order nor
 * shards matter. What is there already is no personal data and stays.
 */
enum Masks {
    /** Values that nobody has, of the same form, which one by the hash of the item. */
    EXAMPLES {
        @Override
        String mask(PiiType type, String item) {
            int hash = item.hashCode();
            return switch (type) {
                case EMAIL -> EMAILS[Math.floorMod(hash, EMAILS.length)];
                // RFC 5737
                case IPV4 -> "192.0.2." + (1 + Math.floorMod(hash, 254));
                // RFC 3849
                case IPV6 -> String.format(Locale.ROOT, "2001:db8::%x", (hash & 0xffff) | 1);
                case PHONE -> String.format(Locale.ROOT, PHONE + "%02d", Math.floorMod(hash, 100));
                case ID_CARD -> ID_CARD;
                case BANK_CARD -> BANK_CARD;
            };
        }
    },

    /** The name of the type in angle brackets. */
    TAGS {
        @Override
        String mask(PiiType type, String item) {
            return "<" + type.name() + ">";
        }
    };

    /** At domains that IANA keeps for this (RFC 2606); the same two as datatrove. */
    static final String[] EMAILS = {"email@example.com", "firstname.lastname@example.org"};

    /** Numbers up to 0199 are kept for fiction by the North American Numbering Plan. */
    private static final String PHONE = "+1-202-555-01";

    /** The example of GB 11643-1999. */
    private static final String ID_CARD = "11010519491231002X";

    /** The number with which payments are tested. */
    private static final String BANK_CARD = "4111111111111111";

    abstract String mask(PiiType type, String item);

    /** Whether an item is an example and nobody's. */
    static boolean isExample(PiiType type, String item) {
        return switch (type) {
            case EMAIL -> isExampleDomain(item.substring(item.lastIndexOf('@') + 1));
            case PHONE -> item.startsWith(PHONE);
            case ID_CARD -> item.equals(ID_CARD);
            case BANK_CARD -> item.equals(BANK_CARD);
            case IPV4, IPV6 -> false;
        };
    }

    private static boolean isExampleDomain(String domain) {
        String lower = domain.toLowerCase(Locale.ROOT);
        return lower.equals("example.com")
                || lower.equals("example.org")
                || lower.equals("example.net");
    }
}
