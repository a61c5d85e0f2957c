package dev.cria.data.safety.pii;

/** An item in a text: from {@code start} to before {@code end}, in UTF-16 units. */
record Found(PiiType type, int start, int end) {

    String in(String text) {
        return text.substring(start, end);
    }
}
