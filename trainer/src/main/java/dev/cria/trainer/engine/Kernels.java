package dev.cria.trainer.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * The methods of {@code kernels.py}, {@code stored.py}, {@code paged.py} and {@code distill.py},
 * callable from Java. Stateless; arrays made by a call belong to the manager given to {@link
 * #call}.
 */
public final class Kernels {

    /** The text of one class, in pieces, to which one way to make large products is added. */
    private static final List<String> SOURCES =
            List.of("kernels.py", "stored.py", "paged.py", "distill.py");

    private static final String ONEDNN = "products_onednn.py";
    private static final String PLAIN = "products_plain.py";

    private static final LongAdder CALLS = new LongAdder();

    private final PtSymbolBlock module;
    private final boolean oneDnn;

    private Kernels(PtSymbolBlock module, boolean oneDnn) {
        this.module = module;
        this.oneDnn = oneDnn;
    }

    /** PyTorch is built without oneDNN on some platforms: its operators are then unknown. */
    static Kernels load(NDManager owner) {
        PtNDManager manager = (PtNDManager) owner;
        try {
            return new Kernels(load(manager, ONEDNN), true);
        } catch (EngineException unknown) {
            if (!String.valueOf(unknown.getMessage()).contains("mkldnn")) {
                throw unknown;
            }
            return new Kernels(load(manager, PLAIN), false);
        }
    }

    /** Whether oneDNN is there, and with it the kernel {@code pack}. */
    boolean haveOneDnn() {
        return oneDnn;
    }

    private static PtSymbolBlock load(PtNDManager manager, String products) {
        byte[] archive = TorchScriptArchive.of(source() + read(products));
        try {
            return JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins a call of {@code method}, whose results will belong to {@code manager}. */
    public Call call(String method, NDManager manager) {
        return new Call(method, manager);
    }

    private static String source() {
        return SOURCES.stream().map(Kernels::read).collect(Collectors.joining());
    }

    private static String read(String resource) {
        try (InputStream in = Kernels.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "resource " + resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many calls of this process have come back. */
    static long calls() {
        return CALLS.sum();
    }

    /** The arguments of one call, in the order of the method's parameters. */
    public final class Call {

        private final NDManager manager;
        private final NDList arguments = new NDList();
        private int lists;

        private Call(String method, NDManager manager) {
            this.manager = manager;
            // The engine reads the method's name from the name of an array, and gives the results
            // to the manager of the first array.
            NDArray name = manager.create(0f);
            name.setName("module_method:" + method);
            arguments.add(name);
        }

        /** Adds a tensor. */
        public Call with(NDArray array) {
            array.setName(null);
            arguments.add(array);
            return this;
        }

        /** Adds a list of tensors; it must not be empty. */
        public Call with(List<NDArray> arrays) {
            if (arrays.isEmpty()) {
                throw new IllegalArgumentException("a list of tensors must not be empty");
            }
            String name = "list" + lists++ + "[]";
            for (NDArray array : arrays) {
                array.setName(name);
                arguments.add(array);
            }
            return this;
        }

        /** Runs the kernel; the results belong to the call's manager. */
        public NDList run() {
            NDArray name = arguments.head();
            try {
                NDList results = IValueUtils.forward(module, arguments, true);
                CALLS.increment();
                for (NDArray result : results) {
                    result.attach(manager);
                }
                return results;
            } finally {
                name.close();
            }
        }

        /** Runs a kernel that answers one tensor. */
        public NDArray runOne() {
            return run().singletonOrThrow();
        }
    }
}
