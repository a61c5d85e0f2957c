package dev.cria.recipes.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.checkpoints.UserException;
import dev.cria.recipes.recipe.Key;
import dev.cria.recipes.recipe.Schema;
import dev.cria.recipes.recipe.UsualValues;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ExplanationTest {

    @Test
    void everyKeyHasOneLineOfDocumentation() {
        List<Key> keys =
                Stream.concat(
                                Schema.TOP.stream(),
                                Schema.STAGES.values().stream().flatMap(List::stream))
                        .toList();
        for (Key key : keys) {
            String text = key.documentation();
            assertTrue(text.strip().length() >= 8, key.path() + ": " + text);
            assertTrue(text.split(" ", -1).length >= 2, key.path() + ": " + text);
            assertEquals(1, text.lines().count(), key.path());
            assertEquals(text.strip(), text, key.path());
            assertFalse(text.matches(".*[^.]\\."), key.path());
        }
    }

    @Test
    void everyKeySectionAndStageIsExplainedWithAllThatIsKnown() {
        Schema.STAGES.forEach(
                (stage, keys) -> {
                    assertTrue(Explanation.of(stage).contains("stage " + stage), stage);
                    for (Key key : keys) {
                        String text = Explanation.of(key.path());
                        assertTrue(text.contains(key.documentation()), text);
                        assertTrue(text.contains(stage), text);
                        assertTrue(Explanation.of(stage + "." + key.name()).contains(key.path()));
                    }
                });
    }

    @Test
    void aKeyIsToldWithTypeDefaultPlaceAliasesAndUsualValues() {
        String text = Explanation.of("learning_rate");
        assertTrue(text.contains("a number from 0 to 1\n"), text);
        assertTrue(text.contains("5e-6 (dpo"), text);
        assertTrue(text.contains("in section train of pretrain, sft"), text);
        assertTrue(text.contains("also read as         lr\n"), text);
        assertTrue(text.contains("1e-4 to 3e-4 with lora"), text);
        assertEquals(text, Explanation.of("lr"));
        assertTrue(Explanation.of("train").contains("lr_scheduler_type"));
        assertTrue(Explanation.of("seed").contains("every random number"));
    }

    @Test
    void aWordThatIsNoKeyIsSentToTheNearest() {
        String said =
                assertThrows(UserException.class, () -> Explanation.of("lerning_rate"))
                        .getMessage();
        assertTrue(said.contains("did you mean 'learning_rate'?"), said);
    }

    @Test
    void usualValuesAreOfKeysThatThereAre() {
        for (String name : UsualValues.names()) {
            assertFalse(KeyIndex.find(name).isEmpty(), name);
        }
    }

    @Test
    void numbersAreShownAsPeopleWriteThem() {
        assertEquals("1e-4", Shown.number(1e-4));
        assertEquals("1.5e-5", Shown.number(1.5e-5));
        assertEquals("500000", Shown.number(5e5));
        assertEquals("0.999", Shown.number(0.999));
        assertEquals("-1e9", Shown.number(-1e9));
        assertEquals("16777216", Shown.number(1 << 24));
        assertEquals("0", Shown.number(0));
        assertEquals("1e-20", Shown.number(1e-20));
    }
}
