package dev.cria.recipes.job;

import dev.cria.trainer.engine.Engine;
import java.util.logging.LogManager;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests that train in silence and with one thread: models so small are no work for two. */
public final class OneThread implements BeforeAllCallback, AfterAllCallback {

    @Override
    public void beforeAll(ExtensionContext tests) {
        LogManager.getLogManager().reset();
        Engine.useThreads(1);
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        Engine.useThreads(0);
    }
}
