package dev.cria.data.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a step may also be: one that leaves something beside the documents, such as a model. Asked
 * after all documents have passed; in a run that was resumed, also by a step that saw none of them,
 * and the answers are the same.
 */
public interface StepResults {

    /** What was found out, for the report: labels and values. */
    Map<String, String> results();

    /** Writes files into the output; the names should begin with that of the step. */
    void save(Path folder) throws IOException;
}
