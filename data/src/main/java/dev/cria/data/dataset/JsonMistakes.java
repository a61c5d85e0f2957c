package dev.cria.data.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.data.source.LineInput;
import java.util.List;

/** What is wrong with a text that should be JSON, and what to do about it. */
final class JsonMistakes {

    private static final int MAX_DEPTH = 64;

    /** Strict, also about fields that are given twice. */
    static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxStringLength(LineInput.MAX_LINE_BYTES)
                                                    .build())
                                    .build())
                    .build();

    /** The same for a text that is one value and nothing behind it. */
    static final JsonMapper WHOLE =
            MAPPER.rebuild().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final String PYTHON = "this is Python; its json.dumps writes JSON";

    /** A part of the library's messages, and advice. */
    private record Advice(String part, String advice) {}

    private static final List<Advice> ADVICE =
            List.of(
                    new Advice("'NaN'", "JSON has no NaN: write null or leave the field out"),
                    new Advice("INF", "JSON has no Infinity: write null or leave the field out"),
                    new Advice(
                            "Infinity", "JSON has no Infinity: write null or leave the field out"),
                    new Advice("Duplicate", "give each field once"),
                    new Advice("(code 39)", PYTHON),
                    new Advice("'None'", PYTHON),
                    new Advice("'True'", PYTHON),
                    new Advice("'False'", PYTHON),
                    new Advice("(code 93)", "take out the comma before it"),
                    new Advice("(code 125)", "take out the comma before it"),
                    new Advice("(code 47)", "JSON has no comments: take it out"),
                    new Advice("end-of-input", "it is cut short: get the file again"),
                    new Advice("CTRL-CHAR", "write a line break within a text as \\n"),
                    new Advice("escape", "write a backslash as \\\\"),
                    new Advice("nesting depth", "rows are nested 64 levels at most"));

    private JsonMistakes() {}

    /** The library's own words without what concerns its callers, and advice. */
    static String explain(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        int settings = message.indexOf(": enable `");
        String plain = settings < 0 ? message : message.substring(0, settings);
        String advice =
                ADVICE.stream()
                        .filter(known -> message.contains(known.part()))
                        .map(known -> "; " + known.advice())
                        .findFirst()
                        .orElse("");
        return plain.lines().findFirst().orElse("") + advice;
    }
}
