package dev.cria.recipes.recipe;

import java.util.List;

/** Keys of section rm: how a reward model learns from compared answers. */
final class RewardKeys {

    static final List<Key> ALL =
            List.of(
                    Key.of(
                                    "rm",
                                    "center_rewards_coefficient",
                                    Kind.NUMBER,
                                    0.0,
                                    "weight of the squared sum of a pair's scores, which keeps them around 0")
                            .between(0, 100));

    private RewardKeys() {}
}
