package dev.cria.trainer.loop;

/** The checkpoints that training can go back to. */
public interface Rewind {

    /** Takes up an earlier checkpoint; answers its step, 0 where there is none. */
    long restore();

    /** Saves everything as it is after a step. */
    void save(long step);
}
