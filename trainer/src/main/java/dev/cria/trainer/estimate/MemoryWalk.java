package dev.cria.trainer.estimate;

import static dev.cria.trainer.estimate.TrainingShape.FP32;

import dev.cria.checkpoints.huggingface.LlamaConfig;
import dev.cria.checkpoints.huggingface.LlamaTensors;

/**
 * Goes through an optimizer step as Backpropagation and TrainingStep do, and finds the moment at
 * which most memory is held. Of the batches of a step it takes the last: the gradients of the
 * others are there. Moments are there from the second step on.
 */
final class MemoryWalk {

    private final TrainingShape shape;
    private final LlamaConfig model;
    private final Tuning tuning;
    private final Activations activations;
    private final EmbeddingRows rows;
    private final long vocabulary;
    private final Heap heap;

    MemoryWalk(TrainingShape shape) {
        this.shape = shape;
        this.model = shape.model();
        this.tuning = shape.tuning();
        BatchShape batch = shape.largest();
        this.activations = new Activations(model, batch.tokens(), batch.targets());
        this.rows = new EmbeddingRows(model, batch.tokens(), shape.usedRows());
        this.vocabulary = Elements.vocabulary(model) * FP32;
        long mapped = shape.frozen().mapped() ? shape.frozenBytes() : 0;
        this.heap = new Heap(mapped + (teacherIsMapped() ? shape.teacher().bytes() : 0));
    }

    MemoryEstimate run(long runtime) {
        heap.add(Part.RUNTIME, 1, runtime);
        teacher();
        weights();
        optimizer();
        heap.addAll(Part.ACTIVATIONS, activations.rope(), activations.input());
        heap.add(Part.WORK, 1, scratch());
        heap.look("before the first layer");
        asked();
        forward();
        head();
        backward();
        return heap.peak();
    }

    private boolean teacherIsMapped() {
        TrainingShape.Teacher teacher = shape.teacher();
        return teacher != null && teacher.stays() && teacher.storage().mapped();
    }

    /** One that does not stay is gone before the other model comes. */
    private void teacher() {
        TrainingShape.Teacher teacher = shape.teacher();
        if (teacher == null) {
            return;
        }
        long held = teacher.storage().mapped() ? 0 : teacher.bytes();
        heap.add(Part.TEACHER, 1, held);
        if (!teacher.stays()) {
            heap.add(Part.WORK, 1, activations.besideTeacher());
            asked();
            heap.add(Part.WORK, -1, activations.besideTeacher());
            heap.add(Part.TEACHER, -1, held);
        }
    }

    /** The teacher's forward pass, which ends before the other's begins. */
    private void asked() {
        TrainingShape.Teacher teacher = shape.teacher();
        if (teacher == null) {
            return;
        }
        BatchShape batch = shape.largest();
        Activations own = new Activations(teacher.model(), batch.tokens(), batch.targets());
        boolean unpacks = teacher.storage().unpacks();
        long layer = Math.round((double) Elements.linears(teacher.model()) * FP32);
        heap.addAll(Part.WORK, own.rope(), own.input(), unpacks ? layer : 0);
        heap.addAll(Part.WORK, own.forwardWork(0));
        heap.look("the teacher's forward pass");
        heap.freeAll(Part.WORK, own.forwardWork(0));
        heap.freeAll(Part.WORK, own.rope(), own.input(), unpacks ? layer : 0);
        heap.add(Part.TEACHER, teacher.stays() ? 1 : 0, own.rows());
    }

    /** What the engine keeps for logits; one that stays has been asked when it is there. */
    private long scratch() {
        if (shape.teacher() != null) {
            return activations.besideTeacher();
        }
        return tuning.vocabulary() ? activations.logits() : 0;
    }

    private void weights() {
        boolean adapter = tuning.rank() > 0;
        double matrices = shape.frozen().mapped() ? 0 : shape.frozen().matrixBytes();
        double others = shape.frozen().mapped() ? 0 : shape.frozen().otherBytes();
        double ends = tuning.vocabulary() ? FP32 : others;
        boolean byRow = tuning.vocabulary() && shape.trainsFile() && !model.tieWordEmbeddings();
        heap.add(Part.WEIGHTS, byRow ? 1 : tables(), Math.round(Elements.vocabulary(model) * ends));
        heap.add(Part.WEIGHTS, byRow ? 1 : 0, rows.pages());
        heap.add(Part.WEIGHTS, 1, Math.round(model.hiddenSize() * ends));
        for (int layer = 0; layer < model.numLayers(); layer++) {
            if (adapter) {
                heap.add(Part.WEIGHTS, 1, tuning.factors(model) * FP32);
            }
            addLayer(Part.WEIGHTS, 1, tuning.trains(model, layer) && !adapter ? FP32 : matrices);
        }
        if (shape.frozen().unpacks() && (adapter || tuning.layers() < model.numLayers())) {
            addLayer(Part.WORK, 1, FP32);
        }
    }

    /** Its state, and the sums of the gradients of earlier batches of a step. */
    private void optimizer() {
        double bytes = shape.levers().momentBytes();
        int averages = shape.levers().movingAverage() ? 1 : 0;
        int sums = sums() ? 1 : 0;
        for (int i = 0; i < tuning.layers(); i++) {
            addTrained(Part.OPTIMIZER, 2, bytes);
            addTrained(Part.OPTIMIZER, averages, FP32);
            addTrained(Part.GRADIENTS, sums, FP32);
        }
        if (tuning.vocabulary()) {
            long moment = Math.round(Elements.vocabulary(model) * bytes);
            heap.add(Part.OPTIMIZER, 2, moment);
            heap.add(Part.OPTIMIZER, 2, Math.round(model.hiddenSize() * bytes));
            heap.add(Part.OPTIMIZER, 2 * (tables() - 1), rows.moment());
            heap.add(Part.OPTIMIZER, averages * tables(), vocabulary);
            heap.add(Part.GRADIENTS, sums, vocabulary);
            heap.add(Part.GRADIENTS, sums * (tables() - 1), rows.used());
        }
    }

    private void forward() {
        for (int layer = 0; layer < model.numLayers(); layer++) {
            long[] work = activations.forwardWork(layer);
            long[] kept = activations.kept(layer);
            heap.addAll(Part.WORK, work);
            heap.addAll(Part.ACTIVATIONS, kept);
            heap.look("forward pass, layer " + layer);
            heap.freeAll(Part.WORK, work);
            boolean trains = tuning.trains(model, layer);
            boolean offload = shape.levers().offload();
            if (!trains || shape.runsAgain(layer) || offload) {
                heap.freeAll(Part.ACTIVATIONS, kept);
            }
            if (trains && !offload) {
                heap.add(Part.ACTIVATIONS, 1, activations.input());
            }
        }
    }

    private void head() {
        long[] work =
                tuning.vocabulary() ? activations.head() : activations.frozenHead(storesHead());
        heap.addAll(Part.WORK, work);
        if (tuning.vocabulary()) {
            heap.addAll(Part.GRADIENTS, vocabulary, (long) model.hiddenSize() * FP32);
        }
        heap.look("head");
        heap.freeAll(Part.WORK, work);
        boolean used = sums() || shape.levers().optimizerInBackward();
        if (tuning.vocabulary() && used) {
            heap.freeAll(Part.GRADIENTS, (long) model.hiddenSize() * FP32);
            boolean waits = !sums() && model.tieWordEmbeddings();
            heap.add(Part.GRADIENTS, waits ? 0 : -1, vocabulary);
        }
    }

    private void backward() {
        for (int layer = model.numLayers() - 1; layer >= 0; layer--) {
            if (!tuning.trains(model, layer)) {
                return;
            }
            long[] kept = activations.kept(layer);
            long[] work = activations.backwardWork(layer);
            if (shape.runsAgain(layer) || shape.levers().offload()) {
                heap.addAll(Part.ACTIVATIONS, kept);
            }
            heap.add(Part.ACTIVATIONS, shape.levers().offload() ? 1 : 0, activations.input());
            heap.addAll(Part.WORK, work);
            addTrained(Part.GRADIENTS, 1, FP32);
            heap.look("backward pass, layer " + layer);
            heap.freeAll(Part.WORK, work);
            heap.freeAll(Part.ACTIVATIONS, kept);
            heap.freeAll(Part.ACTIVATIONS, activations.input());
            if (sums() || shape.levers().optimizerInBackward()) {
                addTrained(Part.GRADIENTS, -1, FP32);
            }
        }
        if (tuning.vocabulary()) {
            boolean tied = model.tieWordEmbeddings();
            heap.add(Part.GRADIENTS, 1, tied ? vocabulary : rows.ofBatch());
            heap.look("gradient of the embeddings");
            heap.addAll(Part.WORK, tied ? new long[0] : rows.work());
            heap.look("update of the embeddings");
        }
    }

    private boolean storesHead() {
        return !tuning.vocabulary() && shape.frozen().otherBytes() != FP32;
    }

    /** Whether sums of the gradients of earlier batches of the step are there. */
    private boolean sums() {
        return shape.levers().batchesPerStep() > 1;
    }

    /** Tables of the size of the vocabulary: the embeddings, and the head unless it is they. */
    private int tables() {
        return model.tieWordEmbeddings() ? 1 : 2;
    }

    private void addLayer(Part part, int count, double bytesEach) {
        for (String name : LlamaTensors.PROJECTIONS) {
            long elements = LlamaTensors.projection(model, name).elements();
            heap.add(part, count, Math.round(elements * bytesEach));
        }
        heap.add(part, 2 * count, Math.round(model.hiddenSize() * bytesEach));
    }

    private void addTrained(Part part, int count, double bytesEach) {
        if (tuning.rank() > 0) {
            heap.add(part, count, Math.round(tuning.factors(model) * bytesEach));
        } else {
            addLayer(part, count, bytesEach);
        }
    }
}
