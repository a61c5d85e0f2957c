package dev.cria.checkpoints.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cria.checkpoints.UserException;
import java.nio.file.Path;

/** Typed access to the fields of a JSON object, with errors that name file and field. */
record JsonFields(Path file, JsonNode node) {

    int integer(String name) {
        JsonNode value = require(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(name, "a whole number");
        }
        return value.asInt();
    }

    int integer(String name, int otherwise) {
        return absent(name) ? otherwise : integer(name);
    }

    double number(String name) {
        JsonNode value = require(name);
        if (!value.isNumber()) {
            throw wrong(name, "a number");
        }
        return value.asDouble();
    }

    double number(String name, double otherwise) {
        return absent(name) ? otherwise : number(name);
    }

    boolean flag(String name, boolean otherwise) {
        if (absent(name)) {
            return otherwise;
        }
        if (!node.get(name).isBoolean()) {
            throw wrong(name, "true or false");
        }
        return node.get(name).asBoolean();
    }

    String text(String name, String otherwise) {
        return absent(name) ? otherwise : node.get(name).asText();
    }

    boolean absent(String name) {
        return node.path(name).isMissingNode() || node.path(name).isNull();
    }

    UserException wrong(String name, String expected) {
        return new UserException(
                "%s: field '%s' is %s; expected %s"
                        .formatted(file, name, node.path(name), expected));
    }

    private JsonNode require(String name) {
        if (absent(name)) {
            throw new UserException("%s: field '%s' is missing".formatted(file, name));
        }
        return node.get(name);
    }
}
