package dev.cria.trainer.pass;

/**
 * What an objective compares a policy with, and how.
 *
 * @param teacher has the policy's vocabulary
 */
public record Teaching(Teacher teacher, Divergence divergence) {

    /**
     * Numbers that a head makes of a row: the target's log-probability, the divergence,
     * KL(teacher|student) at its temperature, and whether both find the same token likeliest, 1 or
     * 0.
     */
    public static final int NUMBERS = 4;
}
