package dev.cria.trainer.estimate;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import java.util.stream.IntStream;

/**
 * Seconds of an optimizer step.
 *
 * @param products of activations and weights
 * @param attention the products inside attention
 * @param rest what is done number by number: norms, gates, rotations, the softmax of the head
 * @param update of what trains
 */
public record TimeEstimate(double products, double attention, double rest, double update) {

    /** Causal attention: two products, of which half is needed; so forward 2 n² operations. */
    private static final double ATTENTION_FORWARD = 2;

    /** Five such products in the backward pass, against two in the forward pass. */
    private static final double ATTENTION_BACKWARD = 5;

    /** The fused kernel of the CPU against products of large matrices, measured. */
    private static final double ATTENTION_SPEED = 0.5;

    /** AdamW reads weight, gradient and moments, and writes weight and moments; the norm reads. */
    private static final int UPDATE_PASSES = 8;

    /** Arrays of the widths of a layer that its passes read and write, counted in kernels.py. */
    private static final int MODEL_PASSES = 40;

    private static final int INNER_PASSES = 16;
    private static final int LOGIT_PASSES = 6;

    /** All of it. */
    public double total() {
        return products + attention + rest + update;
    }

    /** For steps of batches of this shape. */
    public static TimeEstimate of(TrainingShape shape, BatchShape batch, MachineSpeed machine) {
        LlamaConfig model = shape.model();
        Tuning tuning = shape.tuning();
        int batches = shape.levers().batchesPerStep();
        int again = (int) IntStream.range(0, model.numLayers()).filter(shape::runsAgain).count();
        long headRows = new Activations(model, batch.tokens(), batch.targets()).headRows();
        double products =
                StepProducts.of(model, tuning, batch, again, headRows).stream()
                        .mapToDouble(product -> seconds(product, machine))
                        .sum();
        double pass = model.queryWidth() * batch.squares();
        double attention =
                pass
                        * (ATTENTION_FORWARD * (model.numLayers() + again)
                                + ATTENTION_BACKWARD * tuning.layers());
        double perToken =
                (MODEL_PASSES * (double) model.hiddenSize()
                                + INNER_PASSES * (double) model.intermediateSize())
                        * model.numLayers();
        double numbers =
                batch.tokens() * perToken
                        + LOGIT_PASSES * (double) batch.targets() * model.vocabSize();
        products += teacherProducts(shape.teacher(), batch) / machine.flops();
        return new TimeEstimate(
                batches * products,
                batches * attention / machine.flops() / ATTENTION_SPEED,
                batches * numbers * TrainingShape.FP32 / machine.bytes(),
                UPDATE_PASSES * TrainingShape.FP32 * (double) updated(shape) / machine.bytes());
    }

    /** Operations of a teacher's forward pass, two for each weight and token. */
    private static double teacherProducts(TrainingShape.Teacher teacher, BatchShape batch) {
        if (teacher == null || !teacher.stays()) {
            return 0;
        }
        LlamaConfig model = teacher.model();
        double layers = (double) Elements.linears(model) * model.numLayers() * batch.tokens();
        double head = (double) model.vocabSize() * model.hiddenSize() * batch.targets();
        return 2 * (layers + head);
    }

    private static double seconds(MatrixProduct product, MachineSpeed machine) {
        boolean forward = product.kind() == MatrixProduct.Kind.OUTPUT;
        return product.flops() / (forward ? machine.flops() : machine.backwardFlops());
    }

    private static long updated(TrainingShape shape) {
        LlamaConfig model = shape.model();
        long all = shape.tuning().total(model);
        boolean byRow = shape.tuning().vocabulary() && !model.tieWordEmbeddings();
        long unused = (model.vocabSize() - shape.usedRows()) * model.hiddenSize();
        return byRow ? all - unused : all;
    }
}
