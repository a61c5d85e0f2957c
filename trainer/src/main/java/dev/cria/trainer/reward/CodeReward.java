package dev.cria.trainer.reward;

import dev.cria.checkpoints.UserException;
import dev.cria.data.examples.PromptExample;
import dev.cria.trainer.code.Attempt;
import dev.cria.trainer.code.CodeJudge;
import dev.cria.trainer.code.Programs;

/** 1 where the program in an answer passes all tests of its prompt's row, else 0. */
public record CodeReward(CodeJudge judge) implements Reward {

    @Override
    public double of(PromptExample prompt, String answer) {
        if (prompt.code().tests().isEmpty()) {
            throw new UserException(
                    "%s: the reward code needs tests; give the row 'tests', a list of assert statements, or 'test' and 'entry_point' as HumanEval has them"
                            .formatted(prompt.origin()));
        }
        String program = Programs.ofAnswer(prompt.code(), answer);
        return judge.judge(new Attempt(prompt.code(), program)).isPassed() ? 1 : 0;
    }
}
