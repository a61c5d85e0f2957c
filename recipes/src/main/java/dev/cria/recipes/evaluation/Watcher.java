package dev.cria.recipes.evaluation;

/** Hears how an evaluation gets on. */
public interface Watcher {

    /** Hears nothing. */
    Watcher NONE =
            new Watcher() {
                @Override
                public void at(String task, int done, int total) {}

                @Override
                public void working() {}
            };

    /** Questions of a task are done; may throw to end the evaluation, which can go on later. */
    void at(String task, int done, int total);

    /** Something is being computed. */
    void working();
}
