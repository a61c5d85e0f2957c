package dev.cria.data.evaluation;

import dev.cria.checkpoints.durable.Sha256;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A task: where its rows are and how they become prompts.
 *
 * @param folders names that its folder has: of one's own, or of the hub
 * @param forms in which its files are published; the first that is there counts
 * @param groupNames what groups are called in prompts, where that is not their name
 * @param categories of groups, by their names
 * @param fewShot worked examples before each question, unless another number is asked for
 * @param description what every prompt begins with
 * @param prompt up to where the answer follows; of {@link TaskKind#PERPLEXITY}, the text
 * @param choices a template for each, or a single one that names a list; none of other kinds
 * @param labels what the answer may be called, where that is not the choices; a list, or null
 * @param options the right answer first and then wrong ones, for {@code {{options[0]}}}: in an
 *     order that depends on the row alone; empty for none
 * @param answer index, label or text of the right choice; the text of the right answer
 * @param target what stands behind the prompt of a worked example; null for the answer
 * @param delimiter between prompt and answer
 * @param separator behind a worked example
 * @param stops texts that end an answer
 * @param maxNewTokens tokens of an answer, at most
 * @param filters that find the answer
 * @param ignored what does not count in comparisons
 * @param ignoreCase whether case does not count either
 * @param metrics of the kind's
 * @param source what the definition was read from, for its hash
 */
public record TaskDefinition(
        String name,
        TaskKind kind,
        List<String> folders,
        List<TaskForm> forms,
        Map<String, String> groupNames,
        Map<String, List<String>> categories,
        int fewShot,
        Template description,
        Template prompt,
        List<Template> choices,
        Template labels,
        List<Template> options,
        Template answer,
        Template target,
        String delimiter,
        String separator,
        List<String> stops,
        int maxNewTokens,
        List<AnswerFilter> filters,
        List<Pattern> ignored,
        boolean ignoreCase,
        List<String> metrics,
        String source) {

    /** SHA-256 of the definition as it was written, in hexadecimal. */
    public String hash() {
        return Sha256.of(source.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
