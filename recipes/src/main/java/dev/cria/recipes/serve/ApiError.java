package dev.cria.recipes.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Why a request is not answered, as OpenAI's clients expect to be told. */
final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final String code;
    private final String param;

    private ApiError(int status, String type, String code, String param, String message) {
        super(message);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
    }

    /** Something in the request has to be mended. */
    static ApiError invalid(String param, String message) {
        return new ApiError(400, "invalid_request_error", null, param, message);
    }

    /** The prompt, or the answer that is asked for, is too long. */
    static ApiError tooLong(String message) {
        return new ApiError(
                400, "invalid_request_error", "context_length_exceeded", "messages", message);
    }

    /** The request cannot be taken as it comes, for a reason that HTTP has a number for. */
    static ApiError refused(int status, String code, String message) {
        return new ApiError(status, "invalid_request_error", code, null, message);
    }

    /** The key is missing or wrong. */
    static ApiError unauthorized(String message) {
        return new ApiError(401, "authentication_error", "invalid_api_key", null, message);
    }

    /** There are too many requests. */
    static ApiError busy(String message) {
        return new ApiError(429, "rate_limit_error", "rate_limit_exceeded", null, message);
    }

    /** The server is being stopped. */
    static ApiError stopping() {
        return new ApiError(503, "service_unavailable", null, null, "the server is being stopped");
    }

    /** A bug of ours. */
    static ApiError internal() {
        return new ApiError(
                500, "internal_error", null, null, "an internal error; the server's log has more");
    }

    int status() {
        return status;
    }

    /** What kind of error, without anything of the request. */
    String name() {
        return code == null ? type : code;
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putObject("error")
                .put("message", getMessage())
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return node;
    }
}
