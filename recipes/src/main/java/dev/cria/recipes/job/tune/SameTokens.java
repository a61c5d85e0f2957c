package dev.cria.recipes.job.tune;

import dev.cria.checkpoints.UserException;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** That a teacher's token ids mean what the student's do. */
final class SameTokens {

    private SameTokens() {}

    /**
     * Compares the tokenizer of a teacher's folder, token by token unless the files are the same.
     *
     * @throws UserException naming the first token that differs
     */
    static void require(Tokenizer student, Path teacher) {
        try (Tokenizer theirs = Tokenizers.load(teacher)) {
            if (theirs.fingerprint().equals(student.fingerprint())) {
                return;
            }
            if (theirs.vocabSize() != student.vocabSize()) {
                throw refused(
                        teacher,
                        "it has %d tokens, the student's %d"
                                .formatted(theirs.vocabSize(), student.vocabSize()));
            }
            for (int id = 0; id < student.vocabSize(); id++) {
                byte[] own = spelt(student, id);
                byte[] other = spelt(theirs, id);
                if (!Arrays.equals(own, other)) {
                    throw refused(
                            teacher,
                            "token %d is '%s', the student's '%s'"
                                    .formatted(id, text(other), text(own)));
                }
            }
        }
    }

    private static UserException refused(Path teacher, String why) {
        return new UserException(
                "distill.teacher: %s has another tokenizer than the student: %s. A teacher's probabilities are those of its own tokens: take one of the same family, or train with stage sft on what the teacher writes (stage synthesize)"
                        .formatted(teacher, why));
    }

    private static byte[] spelt(Tokenizer tokenizer, int id) {
        return tokenizer.decodeBytes(new int[] {id});
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
