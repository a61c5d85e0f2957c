package dev.cria.recipes.job.rows;

import dev.cria.checkpoints.UserException;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.trainer.generate.TextForm;
import dev.cria.trainer.generate.json.JsonForm;
import dev.cria.trainer.generate.json.TokenSpellings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The form of answers that must be JSON. */
public final class JsonForms {

    private static final String ANY = "any";

    private JsonForms() {}

    /**
     * The form of a schema.
     *
     * @param schema its file, or {@code any} for any JSON
     * @param tokenizer null where there is none, which is refused
     */
    public static TextForm of(String schema, Tokenizer tokenizer) {
        if (tokenizer == null) {
            throw new UserException("a JSON schema needs a tokenizer: give a prompt, not ids");
        }
        TokenSpellings spellings = new TokenSpellings(tokenizer);
        if (schema.equals(ANY)) {
            return JsonForm.any(spellings);
        }
        try {
            return JsonForm.of(Files.readString(Path.of(schema)), spellings);
        } catch (IOException e) {
            throw new UserException("cannot read the JSON schema " + schema + ": " + e, e);
        } catch (UserException refused) {
            throw new UserException(schema + ": " + refused.getMessage(), refused);
        }
    }
}
