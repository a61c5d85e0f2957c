package dev.cria.checkpoints.tensors;

import java.nio.file.Path;

/** Where the bytes of a tensor lie, one after another: in a file, from a byte of it on. */
public record FileRegion(Path file, long offset) {}
