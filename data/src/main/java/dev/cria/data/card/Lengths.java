package dev.cria.data.card;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How long documents are. */
public final class Lengths {

    private final Histogram byCharacters;
    private final Histogram byWords;
    private final Histogram byWordLength;
    private long documents;
    private long characters;
    private long words;
    private long inWords;

    /** Of no documents. */
    public Lengths() {
        this(
                new Histogram(Bins.SIZES),
                new Histogram(Bins.SIZES),
                new Histogram(Bins.WORD_LENGTHS),
                0,
                0,
                0,
                0);
    }

    @JsonCreator
    Lengths(
            @JsonProperty("by_characters") Histogram byCharacters,
            @JsonProperty("by_words") Histogram byWords,
            @JsonProperty("by_word_length") Histogram byWordLength,
            @JsonProperty("documents") long documents,
            @JsonProperty("characters") long characters,
            @JsonProperty("words") long words,
            @JsonProperty("in_words") long inWords) {
        this.byCharacters = byCharacters;
        this.byWords = byWords;
        this.byWordLength = byWordLength;
        this.documents = documents;
        this.characters = characters;
        this.words = words;
        this.inWords = inWords;
    }

    /** One document more. */
    public void add(TextSize text) {
        documents++;
        characters += text.characters();
        words += text.words();
        inWords += text.inWords();
        byCharacters.add((double) text.characters());
        byWords.add((double) text.words());
        byWordLength.add(text.words() == 0 ? 0 : (double) text.inWords() / text.words());
    }

    /** Adds those of another one. */
    public void merge(Lengths other) {
        documents += other.documents;
        characters += other.characters;
        words += other.words;
        inWords += other.inWords;
        byCharacters.merge(other.byCharacters);
        byWords.merge(other.byWords);
        byWordLength.merge(other.byWordLength);
    }

    /** How many there are. */
    @JsonProperty
    public long documents() {
        return documents;
    }

    /** Code points of all. */
    @JsonProperty
    public long characters() {
        return characters;
    }

    /** Words of all, by {@link TextSize}. */
    @JsonProperty
    public long words() {
        return words;
    }

    /** Characters of all words. */
    @JsonProperty("in_words")
    public long inWords() {
        return inWords;
    }

    /** By their characters. */
    @JsonProperty("by_characters")
    public Histogram byCharacters() {
        return byCharacters;
    }

    /** By their words. */
    @JsonProperty("by_words")
    public Histogram byWords() {
        return byWords;
    }

    /** By the mean number of characters of a word; 0 without words. */
    @JsonProperty("by_word_length")
    public Histogram byWordLength() {
        return byWordLength;
    }
}
