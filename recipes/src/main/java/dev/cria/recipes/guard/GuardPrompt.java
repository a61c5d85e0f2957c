package dev.cria.recipes.guard;

import dev.cria.checkpoints.UserException;
import dev.cria.data.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A text in the prompt of Llama Guard 3, by the chat template of Llama-Guard-3-8B (and
 * https://www.llama.com/docs/model-cards-and-prompt-formats/llama-guard-3/). What a text spells is
 * never taken for a special token, so it cannot end its own turn.
 *
 * @param role whose message the text is judged as: User or Agent
 * @param categories names in the order of their numbers, S1 the first
 */
record GuardPrompt(Tokenizer tokenizer, String role, List<String> categories) {

    /**
     * MLCommons' hazards and code interpreter abuse, as the template of the 8B model spells them.
     */
    static final List<String> CATEGORIES =
            List.of(
                    "Violent Crimes",
                    "Non-Violent Crimes",
                    "Sex Crimes",
                    "Child Exploitation",
                    "Defamation",
                    "Specialized Advice",
                    "Privacy",
                    "Intellectual Property",
                    "Indiscriminate Weapons",
                    "Hate",
                    "Self-Harm",
                    "Sexual Content",
                    "Elections",
                    "Code Interpreter Abuse");

    /** The prompt up to where the model says {@code safe} or {@code unsafe}. */
    int[] of(String text) {
        IntStream.Builder ids = IntStream.builder();
        special(ids, "<|begin_of_text|>", "<|start_header_id|>");
        ordinary(ids, "user");
        special(ids, "<|end_header_id|>");
        ordinary(ids, "\n\n" + question(text));
        special(ids, "<|eot_id|>", "<|start_header_id|>");
        ordinary(ids, "assistant");
        special(ids, "<|end_header_id|>");
        ordinary(ids, "\n\n");
        return ids.build().toArray();
    }

    /** The token that an unsafe text is answered by. */
    int unsafe() {
        int[] ids = tokenizer.encodeOrdinary("unsafe");
        if (ids[0] == tokenizer.encodeOrdinary("safe")[0]) {
            throw new UserException(
                    "llama_guard: 'safe' and 'unsafe' begin with the same token; use the tokenizer of Llama Guard 3");
        }
        return ids[0];
    }

    /** Stretches of a text of so many tokens each; at least one. */
    List<String> stretches(String text, int tokens, int most) {
        int[] ids = tokenizer.encodeOrdinary(text.strip());
        if (ids.length <= tokens) {
            return List.of(text.strip());
        }
        List<String> stretches = new ArrayList<>();
        for (int at = 0; at < ids.length && stretches.size() < most; at += tokens) {
            int[] part = Arrays.copyOfRange(ids, at, Math.min(ids.length, at + tokens));
            stretches.add(whole(tokenizer.decode(part)));
        }
        return stretches;
    }

    /** Without what is left of a character that was cut. */
    private static String whole(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == '\uFFFD') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == '\uFFFD') {
            end--;
        }
        return text.substring(start, end).strip();
    }

    private String question(String text) {
        String list =
                IntStream.range(0, categories.size())
                        .mapToObj(i -> "S%d: %s.\n".formatted(i + 1, categories.get(i)))
                        .collect(Collectors.joining());
        return "Task: Check if there is unsafe content in '"
                + role
                + "' messages in conversations according our safety policy with the below categories.\n\n"
                + "<BEGIN UNSAFE CONTENT CATEGORIES>\n"
                + list
                + "<END UNSAFE CONTENT CATEGORIES>\n\n<BEGIN CONVERSATION>\n\n"
                + role
                + ": "
                + text.strip()
                + "\n\n<END CONVERSATION>\n\nProvide your safety assessment for ONLY THE LAST "
                + role
                + " message in the above conversation:\n"
                + " - First line must read 'safe' or 'unsafe'.\n"
                + " - If unsafe, a second line must include a comma-separated list of violated categories.";
    }

    private void special(IntStream.Builder ids, String... names) {
        for (String name : names) {
            ids.add(tokenizer.requireTokenId(name));
        }
    }

    private void ordinary(IntStream.Builder ids, String text) {
        Arrays.stream(tokenizer.encodeOrdinary(text)).forEach(ids::add);
    }
}
