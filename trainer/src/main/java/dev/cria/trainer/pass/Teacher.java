package dev.cria.trainer.pass;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.cria.data.batch.Batch;

/** Says how probable it finds each token where a batch predicts one. Nothing of it trains. */
public interface Teacher {

    /**
     * What {@code distill.py} takes as {@code teacher[]}: rows [N, D] of a model's last layer with
     * its last norm, head [V, D] and shape; or the ids of its likeliest tokens [N, K] (int64), and
     * their log-probabilities with that of all others together behind them [N, K + 1].
     *
     * @param scope to which arrays made for it belong
     */
    NDList of(Batch batch, NDManager scope);
}
