package dev.cria.data.safety.pii;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What of personal data can be found by its form. */
enum PiiType {
    EMAIL,
    IPV4,
    IPV6,
    PHONE,
    ID_CARD,
    BANK_CARD;

    /** In recipes. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The key of its count in a document's meta. */
    String metaKey() {
        return "pii_" + label();
    }

    static PiiType of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    static List<String> labels() {
        return Stream.of(values()).map(PiiType::label).toList();
    }
}
