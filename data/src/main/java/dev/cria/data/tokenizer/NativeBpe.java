package dev.cria.data.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.cria.checkpoints.UserException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Byte-level BPE of any kind, by Hugging Face's tokenizers library. Its Java wrapper is not used:
 * it reports each start to its makers where it runs in their cloud, and copies seven arrays per
 * text where one is wanted.
 */
final class NativeBpe implements OrdinaryBpe {

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private long handle;

    NativeBpe(String json, Path file) {
        loadLibrary();
        try {
            handle = TokenizersLibrary.LIB.createTokenizerFromString(json);
        } catch (RuntimeException e) {
            throw new UserException(
                    file + ": the tokenizer library refuses it: " + e.getMessage(), e);
        }
    }

    /** Without this, a machine with a GPU would download a build for it. */
    static void loadLibrary() {
        if (System.getenv("RUST_FLAVOR") == null && System.getProperty("RUST_FLAVOR") == null) {
            System.setProperty("RUST_FLAVOR", "cpu");
        }
        LibUtils.checkStatus();
    }

    @Override
    public int[] encode(String text) {
        long[] wide = encodeWide(text);
        int[] ids = new int[wide.length];
        for (int i = 0; i < wide.length; i++) {
            ids[i] = (int) wide[i];
        }
        return ids;
    }

    /** Lone surrogates are replaced here: the library would make three characters of each. */
    private long[] encodeWide(String text) {
        lock.readLock().lock();
        try {
            if (handle == 0) {
                throw new IllegalStateException("the tokenizer is closed");
            }
            long encoding = TokenizersLibrary.LIB.encode(handle, WellFormed.string(text), false);
            try {
                return TokenizersLibrary.LIB.getTokenIds(encoding);
            } finally {
                TokenizersLibrary.LIB.deleteEncoding(encoding);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (handle != 0) {
                TokenizersLibrary.LIB.deleteTokenizer(handle);
                handle = 0;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
