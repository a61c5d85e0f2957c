package dev.cria.data.safety.pii;

import dev.cria.checkpoints.UserException;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.Arguments;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;
import dev.cria.data.pipeline.Parameter;
import dev.cria.data.pipeline.StepKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Replaces personal data in texts and notes in the meta of a document how many items of each type
 * it had ({@code pii_email: 2}).
 */
public final class MaskPii implements DocumentStep {

    /** For the catalog. */
    public static final StepKind KIND =
            new StepKind(
                    "mask_pii",
                    "replaces e-mail and IP addresses, phone, identity and bank card numbers",
                    List.of(
                            Parameter.list(
                                    "types",
                                    List.of(),
                                    "what is replaced, of "
                                            + String.join(", ", PiiType.labels())
                                            + "; empty for all that the style knows"),
                            Parameter.choice(
                                    "style",
                                    "examples",
                                    List.of("examples", "tags", "datatrove"),
                                    "values that nobody has, names such as <EMAIL>, or datatrove's"
                                            + " rules and values for email and ipv4")),
                    MaskPii::new);

    private static final Set<PiiType> OF_DATATROVE = EnumSet.of(PiiType.EMAIL, PiiType.IPV4);

    private final Function<String, Masking> masking;

    private MaskPii(Arguments arguments) {
        boolean datatrove = arguments.text("style").equals("datatrove");
        Set<PiiType> known = datatrove ? OF_DATATROVE : EnumSet.allOf(PiiType.class);
        Set<PiiType> types = types(arguments.list("types"), known);
        if (datatrove) {
            masking = text -> Masking.asDatatrove(text, types);
        } else {
            PiiScanner scanner = new PiiScanner(types);
            Masks masks = Masks.valueOf(arguments.text("style").toUpperCase(Locale.ROOT));
            masking = text -> Masking.of(text, scanner, masks);
        }
    }

    private static Set<PiiType> types(List<String> labels, Set<PiiType> known) {
        if (labels.isEmpty()) {
            return known;
        }
        List<String> allowed = known.stream().map(PiiType::label).toList();
        Set<PiiType> types = EnumSet.noneOf(PiiType.class);
        for (String label : labels) {
            if (!allowed.contains(label)) {
                throw new UserException(
                        "step mask_pii: types has '%s'; this style knows %s"
                                .formatted(label, String.join(", ", allowed)));
            }
            types.add(PiiType.of(label));
        }
        return types;
    }

    @Override
    public Outcome apply(DocumentView view) {
        Masking masked = masking.apply(view.text());
        if (masked.counts().isEmpty()) {
            return Outcome.keep(view);
        }
        Document document = view.document().withText(masked.text());
        for (Map.Entry<PiiType, Integer> count : masked.counts().entrySet()) {
            document = document.withMeta(count.getKey().metaKey(), count.getValue().toString());
        }
        return Outcome.keep(view.with(document));
    }
}
