package dev.cria.trainer.sandbox;

import dev.cria.checkpoints.UserException;
import org.junit.jupiter.api.Assumptions;

/** The sandbox of this machine; tests that need one are skipped loudly where there is none. */
public final class Sandboxes {

    private Sandboxes() {}

    /** A sandbox. */
    public static Sandbox open() {
        try {
            return Sandbox.open(null);
        } catch (UserException refused) {
            System.err.println("SKIPPED, no sandbox: " + refused.getMessage());
            Assumptions.abort(refused.getMessage());
            throw refused;
        }
    }
}
