package dev.cria.checkpoints.run;

import dev.cria.checkpoints.UserException;
import java.nio.file.Path;

/** A later version of Cria has written a checkpoint. It is sound, so none older takes its place. */
final class FormatTooNewException extends UserException {

    private static final long serialVersionUID = 1L;

    FormatTooNewException(Path file, int format) {
        super(
                "%s: has format %d, which is too new; this version of Cria reads formats up to %d: use the version that wrote it"
                        .formatted(file, format, Manifest.FORMAT));
    }
}
