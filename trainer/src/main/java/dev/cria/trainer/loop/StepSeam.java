package dev.cria.trainer.loop;

import dev.cria.trainer.pass.GradientSink;

/** Where tests reach into a step, to spoil a gradient. */
interface StepSeam {

    /** Nothing happens. */
    StepSeam NONE = (step, sink) -> sink;

    /** What takes the gradients of a step in place of {@code sink}. */
    GradientSink sink(long step, GradientSink sink);
}
