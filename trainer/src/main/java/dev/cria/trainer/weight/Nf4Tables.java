package dev.cria.trainer.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.cria.trainer.engine.DynamicMap;

/**
 * The constants of NF4 as tensors.
 *
 * @param limits half way between neighbours of {@link #VALUES} [15]
 * @param pairs the two values of each byte, that of its upper half first [256, 2]
 * @param scaleLimits half way between neighbours of {@code scales} [255]
 * @param scales the values by which magnitudes of blocks are stored [256]
 */
record Nf4Tables(NDArray limits, NDArray pairs, NDArray scaleLimits, NDArray scales) {

    /**
     * Quantiles of the normal distribution within [-1, 1] with an exact zero (Dettmers et al. 2023,
     * arXiv:2305.14314, appendix E).
     */
    static final float[] VALUES = {
        -1f,
        -0.6961928f,
        -0.52507305f,
        -0.3949175f,
        -0.28444138f,
        -0.18477343f,
        -0.091050036f,
        0f,
        0.0795803f,
        0.1609302f,
        0.2461123f,
        0.33791524f,
        0.44070983f,
        0.562617f,
        0.72295684f,
        1f
    };

    static Nf4Tables in(NDManager memory) {
        float[] pairs = new float[512];
        for (int code = 0; code < 256; code++) {
            pairs[2 * code] = VALUES[code >> 4];
            pairs[2 * code + 1] = VALUES[code & 15];
        }
        float[] scales = DynamicMap.signed();
        return new Nf4Tables(
                memory.create(DynamicMap.midpoints(VALUES)),
                memory.create(pairs, new Shape(256, 2)),
                memory.create(DynamicMap.midpoints(scales)),
                memory.create(scales));
    }
}
