package dev.cria.trainer.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.management.OperatingSystemMXBean;
import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.tensors.DType;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The PyTorch engine on one device: the kernels and the root of native memory. Used by the thread
 * that made it. Closing it frees every array that was made under it.
 */
public final class Engine implements AutoCloseable {

    private static volatile int threads;
    private static volatile int ownThreads;

    private final NDManager manager;

    /** 256 MiB in fp32. */
    private static final long SCRATCH = 1L << 26;

    private final DType computeType;
    private final DType gradientType;
    private final Kernels kernels;
    private final NDArray scratch;

    private Engine(NDManager manager, DType computeType, DType gradientType) {
        this.manager = manager;
        this.computeType = computeType;
        this.gradientType = gradientType;
        this.kernels = Kernels.load(manager);
        this.scratch = manager.create(new Shape(SCRATCH), DataType.FLOAT32);
    }

    /** The engine on the CPU, computing in fp32. */
    public static Engine cpu() {
        return on(Device.cpu(), DType.F32, DType.F32);
    }

    /** The engine on a device, computing in the type that suits it: bf16 on CUDA, else fp32. */
    public static Engine on(String device) {
        return on(device, null);
    }

    /**
     * The engine on a device named as {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N};
     * {@code auto} is CUDA where the engine finds a device.
     *
     * @param computeType of activations and products, F32 or BF16; null for what suits the device
     */
    public static Engine on(String device, DType computeType) {
        return on(device, computeType, computeType);
    }

    /**
     * As {@link #on(String, DType)}.
     *
     * @param gradientType of the factors of large products in the backward pass, where activations
     *     are fp32: F32, or BF16 for half the time where the processor multiplies bf16. Losses and
     *     all else remain fp32; null for the type of activations
     */
    public static Engine on(String device, DType computeType, DType gradientType) {
        ai.djl.engine.Engine pytorch = ai.djl.engine.Engine.getEngine("PyTorch");
        boolean cuda = pytorch.getGpuCount() > 0;
        if (device.equals("cpu") || (device.equals("auto") && !cuda)) {
            return on(Device.cpu(), computeType == null ? DType.F32 : computeType, gradientType);
        }
        if (!device.matches("auto|cuda(:[0-9]+)?")) {
            throw new UserException(
                    "device: '" + device + "' is not a device; expected auto, cpu, cuda or cuda:N");
        }
        int index = device.startsWith("cuda:") ? Integer.parseInt(device.substring(5)) : 0;
        if (index >= pytorch.getGpuCount()) {
            throw new UserException(
                    "device: '%s' was asked for, but the engine sees %d CUDA devices; use cpu"
                            .formatted(device, pytorch.getGpuCount()));
        }
        return on(Device.gpu(index), computeType == null ? DType.BF16 : computeType, gradientType);
    }

    /**
     * Sets how many CPU threads engines made from now on compute with; 0 for what PyTorch finds
     * best, a thread for each core.
     */
    public static void useThreads(int count) {
        threads = count;
    }

    /** How many CPU threads it computes with, asked by the thread that made it. */
    public int threads() {
        return JniUtils.getNumThreads();
    }

    /**
     * Has the calling thread compute with so many CPU threads from now on. How products and sums
     * are shared out among threads decides their last bits: whoever wants those of an earlier
     * computation computes with as many.
     */
    public void computeWith(int count) {
        JniUtils.setNumThreads(count);
    }

    private static Engine on(Device device, DType computeType, DType gradientType) {
        ai.djl.engine.Engine pytorch = ai.djl.engine.Engine.getEngine("PyTorch");
        if (ownThreads == 0) {
            ownThreads = JniUtils.getNumThreads();
        }
        // OpenMP keeps the number for each thread: it must be set by the one that computes.
        JniUtils.setNumThreads(threads > 0 ? threads : ownThreads);
        // Optimising the graph costs seconds per method and gains nothing: the work is in few ops.
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setGradMode(true);
        return new Engine(pytorch.newBaseManager(device), computeType, gradientType);
    }

    /** Begins a call of a kernel whose results belong to {@code scope}. */
    public Kernels.Call call(String kernel, NDManager scope) {
        return kernels.call(kernel, scope);
    }

    /**
     * Memory of fp32 numbers, on one axis, that any kernel may overwrite: large intermediate
     * results of changing size stay at one place. Of memory of the CPU only what is used is ever
     * taken.
     */
    public NDArray scratch() {
        return scratch;
    }

    /** The manager that lives as long as the engine. */
    public NDManager manager() {
        return manager;
    }

    /** How many kernels all engines of this process have run: grows as long as work gets on. */
    public static long kernelsRun() {
        return Kernels.calls();
    }

    /** Whether it computes on the CPU, where arrays and Java share memory. */
    public boolean isCpu() {
        return !manager.getDevice().isGpu();
    }

    /** Whether weights can be packed: brought into the order in which the processor multiplies. */
    public boolean packs() {
        return isCpu() && computeType == DType.F32 && kernels.haveOneDnn();
    }

    /** The type of activations and products: F32 or BF16. Losses and parameters are fp32. */
    public DType computeType() {
        return computeType;
    }

    /** Whether activations are fp32, and large products of the backward pass of bf16 factors. */
    public boolean multipliesGradientsInBf16() {
        return computeType == DType.F32 && gradientType == DType.BF16;
    }

    /** An array of real numbers in the type that is computed with; the array itself if it is. */
    public NDArray computed(NDArray array, NDManager owner) {
        return computeType == DType.F32
                ? array
                : FileArrays.convert(this, owner, array, computeType);
    }

    /** The version of PyTorch. */
    public static String version() {
        return ai.djl.engine.Engine.getEngine("PyTorch").getVersion();
    }

    /** Bytes of memory of this machine, or of the container that this process runs in. */
    public static long machineMemory() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getTotalMemorySize();
    }

    /** How many arrays are alive below the engine's root; grows only where something leaks. */
    public long liveArrays() {
        return manager.getManagedArrays().size();
    }

    /** A manager for arrays that live shorter. */
    public NDManager newScope() {
        return manager.newSubManager();
    }

    /** A one-dimensional tensor of numbers that kernels read as settings; always on the CPU. */
    public static NDArray settings(NDManager scope, double... values) {
        return onCpu(scope.create(values));
    }

    /** As {@link #settings}, of integers. */
    public static NDArray integers(NDManager scope, long... values) {
        return integers(scope, values, new Shape(values.length));
    }

    /** As {@link #settings}, of integers in a given shape. */
    public static NDArray integers(NDManager scope, long[] values, Shape shape) {
        return onCpu(scope.create(values, shape));
    }

    /**
     * An array made from Java values borrows their buffer for as long as its own handle lives, so
     * the handle must not be closed before all views of it.
     */
    private static NDArray onCpu(NDArray array) {
        return array.toDevice(Device.cpu(), false);
    }

    /**
     * The memory of a contiguous array on the CPU itself, not a copy: writing changes the array.
     */
    public static ByteBuffer memory(NDArray array) {
        return JniUtils.getByteBuffer((PtNDArray) array, true).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        manager.close();
    }
}
