package dev.cria.trainer.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.examples.PromptExample;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RuleRewardsTest {

    private static PromptExample prompt(String text, String reference) {
        return new PromptExample(new int[] {1}, text, reference, "here");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "She has 9 * 2 = 18 dollars. #### 18|18",
                "#### 3 and then #### 1,080.50|1080.5",
                "The sum is $\\boxed{\\frac{1}{2}}$, not 7|\\frac{1}{2}",
                "It is -12. Or rather 4.0.|4",
                "That makes $2,000.|2000",
                "Paris|paris",
                "\\boxed{7|7",
            })
    void anAnswerComesToWhatIsMarkedOrToItsLastNumber(String text, String expected) {
        assertEquals(expected, FinalAnswer.of(text));
    }

    @Test
    void theSameNumberInAnotherFormIsRight() {
        Reward reward = RuleRewards.exactAnswer();
        PromptExample prompt = prompt("how many?", "16 - 3 - 4 = 9\n#### 1,018");
        assertEquals(1, reward.of(prompt, "so there are 1018.00."));
        assertEquals(0, reward.of(prompt, "so there are 1019"));
        assertEquals(0, reward.of(prompt("how many?", ""), ""));
    }

    @Test
    void anAnswerInAnotherLanguageIsWorthNothing() {
        Reward reward = RuleRewards.language();
        PromptExample prompt = prompt("请解释一下这个成语的意思。", "");
        assertEquals(1, reward.of(prompt, "这个成语的意思是做事要有始有终。"));
        assertEquals(0, reward.of(prompt, "This saying means that one ends what one began."));
    }

    @Test
    void aFormatIsMatchedByTheWholeAnswer() {
        Reward reward = RuleRewards.format(Pattern.compile("<a>.*</a>", Pattern.DOTALL));
        assertEquals(1, reward.of(prompt("", ""), " <a>x\ny</a>\n"));
        assertEquals(0, reward.of(prompt("", ""), "so: <a>x</a>"));
    }

    @Test
    void likenessIsTheShareOfCharactersInCommon() {
        Reward reward = RuleRewards.overlap();
        assertEquals(1, reward.of(prompt("", "疑是地上霜"), "霜上地是疑"));
        assertEquals(0.4, reward.of(prompt("", "疑是地上霜"), "地上"));
        assertTrue(reward.of(prompt("", "abc"), "") == 0);
    }
}
