package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cria.data.safety.code.Finding;
import java.util.List;
import java.util.UUID;

/** What documents of both kinds have. */
final class Parts {

    private final String id;
    private final String model;
    private final long created = System.currentTimeMillis() / 1000;

    /**
     * @param kind the beginning of the id
     */
    Parts(String kind, String model) {
        this.id = kind + "-" + UUID.randomUUID().toString().replace("-", "");
        this.model = model;
    }

    String id() {
        return id;
    }

    /** A document with a list of choices that is still empty. */
    ObjectNode document(String object) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", id).put("object", object).put("created", created).put("model", model);
        node.putArray("choices");
        return node;
    }

    /** The choices of a document. */
    static ArrayNode choices(ObjectNode document) {
        return (ArrayNode) document.get("choices");
    }

    /** Adds what was found in the code of an answer. */
    static void putFindings(ObjectNode choice, List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        ArrayNode list = choice.putArray("cria_findings");
        findings.forEach(
                finding ->
                        list.addObject()
                                .put("cwe", "CWE-" + finding.rule().cwe())
                                .put("rule", finding.rule().name())
                                .put("line", finding.line())
                                .put("excerpt", finding.excerpt()));
    }
}
