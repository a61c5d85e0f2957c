package dev.cria.data.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Writes a vocabulary as the tokenizer.json of Llama 3, to the byte: from Meta's tokenizer.model it
 * makes the file that Meta published with Llama 3.1.
 */
final class TokenizerJsonText {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TokenizerJsonText() {}

    static String of(BpeVocabulary vocabulary) {
        ObjectNode root = NODES.objectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        root.set("added_tokens", addedTokens(vocabulary));
        root.putNull("normalizer");
        root.set("pre_tokenizer", preTokenizer());
        root.set("post_processor", postProcessor(vocabulary));
        root.set("decoder", byteLevel(true, true, true));
        root.set("model", model(vocabulary));
        return pretty(root) + "\n";
    }

    /** JSON as Python's {@code json.dump(…, indent=2, ensure_ascii=False)} writes it. */
    static String pretty(JsonNode node) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        Separators separators =
                Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withArrayEmptySeparator("")
                        .withObjectEmptySeparator("");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static ArrayNode addedTokens(BpeVocabulary vocabulary) {
        ArrayNode tokens = NODES.arrayNode();
        int id = vocabulary.tokens().size();
        for (String name : vocabulary.special()) {
            tokens.addObject()
                    .put("id", id++)
                    .put("content", name)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        return tokens;
    }

    private static ObjectNode preTokenizer() {
        ObjectNode sequence = NODES.objectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("pretokenizers");
        ObjectNode split = steps.addObject().put("type", "Split");
        split.putObject("pattern").put("Regex", Llama3Vocabulary.SPLIT_PATTERN);
        split.put("behavior", "Isolated").put("invert", false);
        steps.add(byteLevel(false, true, false));
        return sequence;
    }

    private static ObjectNode byteLevel(boolean prefixSpace, boolean trimOffsets, boolean regex) {
        return NODES.objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", prefixSpace)
                .put("trim_offsets", trimOffsets)
                .put("use_regex", regex);
    }

    private static ObjectNode postProcessor(BpeVocabulary vocabulary) {
        String begin = Llama3Vocabulary.BEGIN_OF_TEXT;
        ObjectNode sequence = NODES.objectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("processors");
        steps.add(byteLevel(true, false, true));
        ObjectNode template = steps.addObject().put("type", "TemplateProcessing");
        template.putArray("single").add(piece("SpecialToken", begin, 0)).add(text("A", 0));
        template.putArray("pair")
                .add(piece("SpecialToken", begin, 0))
                .add(text("A", 0))
                .add(piece("SpecialToken", begin, 1))
                .add(text("B", 1));
        ObjectNode token = template.putObject("special_tokens").putObject(begin).put("id", begin);
        token.putArray("ids").add(vocabulary.tokens().size() + vocabulary.special().indexOf(begin));
        token.putArray("tokens").add(begin);
        return sequence;
    }

    private static ObjectNode text(String id, int typeId) {
        return piece("Sequence", id, typeId);
    }

    private static ObjectNode piece(String kind, String id, int typeId) {
        ObjectNode piece = NODES.objectNode();
        piece.putObject(kind).put("id", id).put("type_id", typeId);
        return piece;
    }

    private static ObjectNode model(BpeVocabulary vocabulary) {
        ObjectNode model = NODES.objectNode().put("type", "BPE").putNull("dropout");
        model.putNull("unk_token")
                .putNull("continuing_subword_prefix")
                .putNull("end_of_word_suffix")
                .put("fuse_unk", false)
                .put("byte_fallback", false)
                .put("ignore_merges", true);
        ObjectNode ids = model.putObject("vocab");
        List<String> tokens = vocabulary.tokens();
        for (int id = 0; id < tokens.size(); id++) {
            ids.put(tokens.get(id), id);
        }
        ArrayNode merges = model.putArray("merges");
        vocabulary.merges().forEach(merges::add);
        return model;
    }
}
