package dev.cria.recipes.job.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.data.chat.Message;
import dev.cria.data.chat.PromptConversation;
import dev.cria.data.examples.PromptExample;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.Finish;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Which answers are dropped, and what a mean of rewards says. */
final class AnswerJudgeTest {

    private static final PromptConversation ASKED =
            new PromptConversation(
                    new PromptExample(new int[] {1}, "tell me", "", "made up:1"),
                    List.of(new Message("user", "tell me")));

    private static final String LONG =
            "the cat sat on a mat and the dog ran all the way home to its own old house by the sea";

    /** Longer answers are worth more. */
    private static List<String> dropped(double maxSimilarity, String... texts) {
        AnswerJudge judge =
                new AnswerJudge(
                        null,
                        Map.of("length", (prompt, answer) -> answer.length()),
                        true,
                        true,
                        maxSimilarity,
                        false);
        List<Answer> answers =
                List.of(texts).stream()
                        .map(
                                text ->
                                        new Answer(
                                                new int[0],
                                                text,
                                                new float[0],
                                                List.of(),
                                                Finish.STOP_TOKEN))
                        .toList();
        return judge.judge(ASKED, answers).stream().map(SampledAnswer::dropped).toList();
    }

    @Test
    void ofNearlyTheSameAnswersTheBestStays() {
        String longer = LONG + " now";
        assertEquals(
                List.of(SampledAnswer.NEAR, "", "", SampledAnswer.REPEATED),
                dropped(0.9, LONG, longer, "something else", " SOMETHING  else"));
        assertEquals(List.of("", ""), dropped(1, LONG, longer));
        assertEquals(List.of("", ""), dropped(0.96, LONG, longer), "18 of 19 shingles");
    }

    @Test
    void numbersMakeAnswersDifferAndChineseIsComparedByCharacters() {
        assertEquals(List.of("", ""), dropped(0.9, "it is 41", "it is 42"));
        assertEquals(
                List.of("", SampledAnswer.NEAR), dropped(0.7, "下一句是疑是地上霜，出自李白", "下一句是疑是地上霜，出自李"));
    }

    @Test
    void theIntervalIsThatOfTheMeansOfPrompts() {
        MeanReward mean = new MeanReward();
        mean.add(DoubleStream.of(1, 3));
        assertEquals("2.0000", mean.toString());
        mean.add(DoubleStream.of(4));
        mean.add(DoubleStream.of(6, 6, 6));
        assertEquals(4, mean.mean());
        assertEquals(1.96 * 2 / Math.sqrt(3), mean.halfWidth(), 1e-12);
    }
}
