package dev.cria.checkpoints.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cria.checkpoints.tensors.DType;
import dev.cria.checkpoints.tensors.Shape;
import dev.cria.checkpoints.tensors.TensorInfo;
import dev.cria.checkpoints.tensors.TensorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers made with PEFT 0.21 (peft.utils.merge_utils), and with NumPy by mergekit's formulas. */
final class MergedTensorsTest {

    private static final int SIZE = 24;

    // ties([d0, d1, d2], weights=[1, 1, 1], density=0.5) of PEFT, added to the base.
    private static final float[] PEFT_TIES = {
        -1.711426f, 1.096191f, -0.4890137f, -0.5192871f, 0.7561035f, 1.135986f,
        0.3881836f, 1.175781f, -0.06054688f, -1.400635f, -1.267334f, 0.6210938f,
        0.8005371f, 0.8743896f, -0.9645996f, -0.661499f, 0.2099609f, 0.07263184f,
        -0.2504883f, 0.1005859f, 0.4516602f, 1.639404f, -1.548096f, 0.6645508f
    };

    // task_arithmetic([d0, d1, d2], weights=[0.5, -0.25, 0.75]) of PEFT, added to the base.
    private static final float[] PEFT_TASK_ARITHMETIC = {
        -1.372192f, 0.4386597f, -0.9577637f, -1.175598f, 0.2855225f, 0.4821167f,
        -0.08544922f, 0.5255737f, 0.6226196f, -0.7950439f, -1.284302f, 0.9061279f,
        0.8312988f, 0.993042f, -1.110474f, -0.5343018f, 0.2197266f, -0.04058838f,
        -0.06433105f, 0.08978271f, 0.4804688f, 1.049011f, -1.089355f, 0.644165f
    };

    // Weights 0.6, 1.1, 0.3, density 0.3, lambda 0.8: the divisor is the sum of elected weights.
    private static final float[] WEIGHTED_TIES = {
        -1.612793f, 0.7150879f, -1.202881f, -0.9199219f, 0.02685547f, 1.048047f,
        0.3300084f, 1.076123f, -0.01230469f, -1.315771f, -1.246045f, 0.6210938f,
        1.112061f, 0.5834961f, -0.9645996f, -0.7492676f, 0.2099609f, 0.1433431f,
        -0.2504883f, 0.4331055f, 0.4729492f, 1.548486f, -1.543115f, 0.5919434f
    };

    // Weights 0.5, 0.3, 1.2.
    private static final float[] LINEAR = {
        -1.1349f, 0.6259766f, -0.7202271f, -0.987793f, 0.5237915f, 0.6708984f,
        0.1540405f, 0.7158203f, 0.4635254f, -1.003137f, -1.291089f, 0.7004761f,
        0.8271973f, 0.7903198f, -1.111401f, -0.733606f, 0.2224609f, 0.1643066f,
        -0.05744629f, 0.2990723f, 0.4919922f, 1.263184f, -1.322888f, 0.4634155f
    };

    @Test
    void tiesAreThoseOfPeft() {
        assertMerged(PEFT_TIES, MergeMethod.TIES, List.of(1.0, 1.0, 1.0), 0.5, 1);
    }

    @Test
    void taskArithmeticIsThatOfPeft() {
        List<Double> weights = List.of(0.5, -0.25, 0.75);
        assertMerged(PEFT_TASK_ARITHMETIC, MergeMethod.TASK_ARITHMETIC, weights, 1, 1);
    }

    @Test
    void tiesWithWeightsAreThoseOfMergekit() {
        assertMerged(WEIGHTED_TIES, MergeMethod.TIES, List.of(0.6, 1.1, 0.3), 0.3, 0.8);
    }

    @Test
    void linearIsTheMeanByWeight() {
        assertMerged(LINEAR, MergeMethod.LINEAR, List.of(0.5, 0.3, 1.2), 1, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theLargestAreThoseThatSortingFinds(long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[5_000];
        for (int i = 0; i < numbers.length; i++) {
            // Rounded, so that many are equal.
            numbers[i] = (float) Math.rint(random.nextGaussian() * 40) / 64;
        }
        for (int count : new int[] {1, 2, 77, 2_500, 4_999, 5_000}) {
            Trim trim =
                    Trim.largest(
                            count,
                            sink -> {
                                for (int i = 0; i < numbers.length; i++) {
                                    sink.accept(i, numbers[i]);
                                }
                            });
            List<Float> kept = new ArrayList<>();
            for (int i = 0; i < numbers.length; i++) {
                if (trim.keeps(i, numbers[i])) {
                    kept.add(Math.abs(numbers[i]));
                }
            }
            float[] sorted = new float[numbers.length];
            for (int i = 0; i < sorted.length; i++) {
                sorted[i] = Math.abs(numbers[i]);
            }
            Arrays.sort(sorted);
            kept.sort(null);
            assertEquals(count, kept.size(), "seed " + seed);
            for (int i = 0; i < count; i++) {
                assertEquals(sorted[sorted.length - count + i], kept.get(i), "seed " + seed);
            }
        }
    }

    private static void assertMerged(
            float[] expected,
            MergeMethod method,
            List<Double> weights,
            double density,
            double scale) {
        float[] base = new float[SIZE];
        List<TensorSource> models = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            base[i] = ((i * i * 7919 + 13) % 10007 - 5003) / 4096f;
        }
        for (int m = 0; m < 3; m++) {
            float[] model = base.clone();
            for (int i = 0; i < SIZE; i++) {
                model[i] += ((i * i * (m + 3) * 6151 + m * 3571 + 29) % 4099 - 2049) / 4096f;
            }
            models.add(new InMemory(model));
        }
        MergedTensors merged =
                new MergedTensors(
                        new MergeSettings(method, weights, density, scale),
                        method.needsBase() ? new InMemory(base) : null,
                        models,
                        List.of("w"),
                        DType.F32);
        float[] found = new float[SIZE];
        // In pieces, as files are written.
        for (int from = 0; from < SIZE; from += 8) {
            merged.bytes("w", from * 4L, 32).asFloatBuffer().get(found, from, 8);
        }
        assertArrayEquals(expected, found, 1e-6f);
    }

    private record InMemory(float[] values) implements TensorSource {

        @Override
        public Map<String, TensorInfo> tensors() {
            return Map.of("w", new TensorInfo("w", DType.F32, Shape.of(4, values.length / 4)));
        }

        @Override
        public ByteBuffer bytes(String name, long byteOffset, int byteLength) {
            ByteBuffer bytes = ByteBuffer.allocate(byteLength).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer()
                    .put(FloatBuffer.wrap(values, (int) byteOffset / 4, byteLength / 4));
            return bytes;
        }

        @Override
        public void close() {}
    }
}
