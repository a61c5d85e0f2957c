package dev.cria.trainer.generate.json;

import dev.cria.checkpoints.UserException;
import dev.cria.trainer.generate.TextForm;
import dev.cria.trainer.generate.TokenSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers that are JSON, or JSON of a schema. White space is allowed where JSON allows it, but not
 * before and after the document; at most 24 characters of it at a place. Numbers have at most 15
 * digits before and 15 after the point. Strings are valid UTF-8.
 */
public final class JsonForm implements TextForm {

    /** Of a vocabulary of 128,256 tokens a set takes 16 kB. */
    private static final int MOST_REMEMBERED = 2048;

    /** Values of any JSON are nested so many times at most. */
    static final int DEPTH = 32;

    private final TokenSpellings spellings;
    private final Value value;
    private final Map<Form, TokenSpellings.Allowed> remembered = new ConcurrentHashMap<>();

    private JsonForm(TokenSpellings spellings, Value value) {
        this.spellings = spellings;
        this.value = value;
    }

    /** Any JSON. */
    public static JsonForm any(TokenSpellings spellings) {
        return new JsonForm(spellings, new Value.Any(DEPTH));
    }

    /**
     * JSON of a schema.
     *
     * @param schema JSON Schema; see {@link JsonSchema}
     * @throws UserException if the schema says what is not understood
     */
    public static JsonForm of(String schema, TokenSpellings spellings) {
        return new JsonForm(spellings, JsonSchema.parse(schema));
    }

    @Override
    public State begin() {
        return new Reading(value.then(Form.END));
    }

    /** Sets are the same wherever the same may come. */
    private TokenSpellings.Allowed allowed(Form form) {
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        return remembered.computeIfAbsent(form, f -> spellings.allowed(f, Integer.MAX_VALUE));
    }

    private final class Reading implements State {

        private final Form form;

        Reading(Form form) {
            this.form = form;
        }

        /** Each missing byte takes one token at most. */
        @Override
        public TokenSet next(int tokensLeft) {
            TokenSpellings.Allowed all = allowed(form);
            return all.mostLeft() < tokensLeft
                    ? all.tokens()
                    : spellings.allowed(form, tokensLeft - 1).tokens();
        }

        @Override
        public State after(int token) {
            Form next = spellings.after(form, token);
            if (next == null) {
                throw new IllegalStateException("token " + token + " is not allowed here");
            }
            return new Reading(next);
        }

        @Override
        public boolean isComplete() {
            return form.shortest() == 0;
        }

        @Override
        public int tokensNeeded() {
            return form.shortest();
        }
    }
}
