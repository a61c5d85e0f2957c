package dev.cria.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Message;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.data.tokenizer.Tokenizers;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.EngineSettings;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import dev.cria.trainer.generate.Sampling;
import dev.cria.trainer.model.LlamaModel;
import dev.cria.trainer.model.ModelLoader;
import dev.cria.trainer.pass.Policy;
import dev.cria.trainer.weight.BaseType;
import dev.cria.trainer.weight.FrozenWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the peers' hf_generate.py does, by Cria: so many samples of each prompt, all of the same
 * length, drawn the same way. Prints a line of JSON. And the time of samples of a long prompt.
 */
public final class SampleCria {

    private static final Sampling SAMPLING = Sampling.at(0.8).withTopP(0.95);
    private static final int LONG = 1000;

    private SampleCria() {}

    /**
     * Arguments: model; conversations, or {@code shared} for samples of one prompt of 1,000 tokens,
     * or {@code apart} for prompts that have nothing in common; prompts; samples; new tokens.
     */
    public static void main(String[] args) throws IOException {
        int prompts = Integer.parseInt(args[2]);
        int samples = Integer.parseInt(args[3]);
        int newTokens = Integer.parseInt(args[4]);
        try (Engine engine = Engine.cpu();
                LlamaModel model =
                        ModelLoader.load(
                                engine, Path.of(args[0]), FrozenWeights.all(BaseType.AUTO, null))) {
            Policy policy = Policy.of(model);
            try (GenerationEngine generation =
                    new GenerationEngine(
                            Map.of(GenerationEngine.MODEL, policy),
                            null,
                            EngineSettings.of(policy))) {
                List<Request> requests = requests(args, prompts, samples, newTokens);
                generation.generateAll(
                        List.of(
                                Request.of(new int[] {1, 2, 3}, newTokens)
                                        .withSamples(samples)
                                        .with(SAMPLING, 1)));
                long start = System.nanoTime();
                generation.generateAll(requests);
                double seconds = (System.nanoTime() - start) / 1e9;
                int tokens = requests.stream().mapToInt(Request::samples).sum() * newTokens;
                System.out.println(
                        String.format(
                                Locale.ROOT,
                                "{\"prompts\": %d, \"samples\": %d, \"new_tokens\": %d, \"seconds\": %.2f, \"generated_tokens_per_s\": %.2f, \"max_rss_gb\": %.3f}",
                                prompts,
                                samples,
                                newTokens,
                                seconds,
                                tokens / seconds,
                                largestResident()));
            }
        }
    }

    private static List<Request> requests(String[] args, int prompts, int samples, int newTokens)
            throws IOException {
        return switch (args[1]) {
            case "shared" ->
                    List.of(
                            sampled(
                                    new Random(1).ints(LONG, 0, 1000).toArray(),
                                    newTokens,
                                    samples));
            case "apart" -> apart(samples, newTokens);
            default -> conversations(args, prompts, samples, newTokens);
        };
    }

    /** Prompts that differ in their first token share nothing. */
    private static List<Request> apart(int samples, int newTokens) {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            int[] prompt = new Random(1).ints(LONG, 0, 1000).toArray();
            prompt[0] = i;
            requests.add(sampled(prompt, newTokens, 1));
        }
        return requests;
    }

    private static List<Request> conversations(
            String[] args, int prompts, int samples, int newTokens) throws IOException {
        JsonMapper mapper = new JsonMapper();
        List<Request> requests = new ArrayList<>();
        try (Tokenizer tokenizer = Tokenizers.load(Path.of(args[0]));
                Stream<String> lines = Files.lines(Path.of(args[1]))) {
            ChatTemplate template = new ChatTemplate(tokenizer);
            for (String line : lines.limit(prompts).toList()) {
                JsonNode first = mapper.readTree(line).get("messages").get(0);
                Message message =
                        new Message(first.get("role").asText(), first.get("content").asText());
                requests.add(sampled(template.prompt(List.of(message)), newTokens, samples));
            }
        }
        return requests;
    }

    private static Request sampled(int[] prompt, int newTokens, int samples) {
        return Request.of(prompt, newTokens)
                .withSamples(samples)
                .with(SAMPLING, 0)
                .withStops(Set.of(), List.of());
    }

    private static double largestResident() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1e6)
                    .findFirst()
                    .orElse(0);
        }
    }
}
