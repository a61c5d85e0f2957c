package dev.cria.trainer.loop;

import dev.cria.trainer.loop.SpikeGuard.Action;
import java.util.Random;

/**
 * One number of a small training that is made infinite or NaN.
 *
 * @param step in which, counted from 1
 * @param tied whether the embeddings are the head; if not, they are updated by rows
 * @param inBackward whether updates are done in the backward pass
 * @param async whether checkpoints are written beside training
 * @param seed says which number of which tensor
 */
record Spoil(
        Kind kind,
        float value,
        long step,
        boolean tied,
        boolean eightBit,
        boolean inBackward,
        boolean async,
        Action action,
        long seed) {

    /** What the number belongs to. */
    enum Kind {
        LOSS,
        GRADIENT,
        PARAMETER,
        MOMENT
    }

    private static final float[] VALUES = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
    };
    private static final Action[] ACTIONS = {Action.STOP, Action.SKIP, Action.ROLLBACK};

    /** Kinds and actions in turn, so that few cases have them all; the rest by chance. */
    static Spoil random(Random random, int number) {
        boolean inBackward = random.nextInt(4) == 0;
        return new Spoil(
                Kind.values()[number % Kind.values().length],
                // An infinite parameter may show in the gradients only, after the first updates.
                VALUES[inBackward ? 0 : random.nextInt(VALUES.length)],
                2 + random.nextInt(4),
                random.nextBoolean(),
                random.nextBoolean(),
                inBackward,
                random.nextBoolean(),
                ACTIONS[number / Kind.values().length % ACTIONS.length],
                random.nextLong());
    }

    /** Whether it stays when the update is left out. */
    boolean stays() {
        return kind == Kind.PARAMETER || kind == Kind.MOMENT;
    }

    /** Whether it is found only when some layers have been updated. */
    boolean foundLate() {
        return inBackward && kind == Kind.GRADIENT;
    }
}
