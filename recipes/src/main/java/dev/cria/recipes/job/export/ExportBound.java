package dev.cria.recipes.job.export;

import dev.cria.checkpoints.UserException;
import dev.cria.trainer.evaluate.Fidelity;
import java.util.Locale;

/**
 * How far an exported model may be from the one that was exported. docs/verification.md has what
 * was measured; the bounds are several times that, and far below what a swapped or missing tensor
 * does.
 *
 * @param type what the weights are stored as
 * @param difference of a logit, as a share of the logits' standard deviation
 * @param perplexity share by which the perplexity of the text may rise or fall
 */
public record ExportBound(String type, double difference, double perplexity) {

    /** The bound of a type of weights, {@code F32} or {@code Q4_K_M} for one. */
    public static ExportBound of(String type) {
        String name = type.toUpperCase(Locale.ROOT);
        return switch (name) {
            case "F32" -> new ExportBound(name, 1e-3, 1e-3);
            case "F16" -> new ExportBound(name, 0.03, 0.01);
            case "BF16" -> new ExportBound(name, 0.2, 0.03);
            case "Q8_0" -> new ExportBound(name, 0.3, 0.03);
            case "Q6_K" -> new ExportBound(name, 0.8, 0.08);
            case "Q5_K_M" -> new ExportBound(name, 1.5, 0.15);
            default -> new ExportBound(name, 3, 0.5);
        };
    }

    /** Whether weights of the type are those of the model only nearly. */
    public boolean isLossy() {
        return !type.equals("F32");
    }

    /**
     * One line for people.
     *
     * @throws UserException when it is too far off
     */
    public String require(Fidelity found, String what) {
        String text = describe(found);
        boolean near =
                found.relativeDifference() <= difference
                        && Math.abs(found.perplexityChange()) <= perplexity;
        if (!near) {
            throw new UserException(
                    "%s: what was written does not answer as the model does, and was removed: %s; allowed for %s are %s of the spread and a change of perplexity of %s. If the type is too coarse for this model, take a finer one; --no-verify (export.verify: false) keeps the file"
                            .formatted(what, text, type, percent(difference), percent(perplexity)));
        }
        return text;
    }

    private String describe(Fidelity found) {
        String text =
                String.format(
                        Locale.ROOT,
                        "largest difference of a logit %.2g (%s of the spread), same top token at %s of %d positions",
                        found.largest(),
                        percent(found.relativeDifference()),
                        percent(found.agreement()),
                        found.positions());
        return isLossy()
                ? text
                        + String.format(
                                Locale.ROOT,
                                ", perplexity %.4g, was %.4g (%+.2f%%)",
                                found.perplexityAfter(),
                                found.perplexityBefore(),
                                100 * found.perplexityChange())
                : text;
    }

    private static String percent(double share) {
        return String.format(
                Locale.ROOT, share > 0 && share < 1e-4 ? "%.1g%%" : "%.4g%%", 100 * share);
    }
}
