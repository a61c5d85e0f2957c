package dev.cria.recipes.serve;

import java.util.ArrayList;
import java.util.List;

/** The text of an answer that is told as it comes, and how far it was told. */
final class HeldBack {

    private final StringBuilder text = new StringBuilder();
    private final List<Told> tokens = new ArrayList<>();
    private int toldCharacters;

    void add(String more, List<Told> moreTokens) {
        text.append(more);
        tokens.addAll(moreTokens);
    }

    /** All of it. */
    String text() {
        return text.toString();
    }

    boolean hasMore() {
        return text.length() > toldCharacters || !tokens.isEmpty();
    }

    /** What was not told yet. */
    String moreText() {
        return text.substring(toldCharacters);
    }

    List<Told> moreTokens() {
        return List.copyOf(tokens);
    }

    /** Takes down that it was told. */
    void told() {
        toldCharacters = text.length();
        tokens.clear();
    }
}
