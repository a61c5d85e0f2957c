package dev.cria.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cria.data.curate.Profile;
import dev.cria.data.curate.StepCatalog;
import dev.cria.data.document.Document;
import dev.cria.data.pipeline.DocumentStep;
import dev.cria.data.pipeline.DocumentView;
import dev.cria.data.pipeline.Outcome;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.zip.GZIPInputStream;

/**
 * Reads documents from a compressed JSONL file, runs the steps of a profile on them and writes what
 * is kept. Arguments: input, output, threads, profile, and settings of every step as name=value.
 * Prints the seconds that it took, without the start of Java, and how many documents were left
 * after each step.
 */
public final class FilterRun {

    private static final int CHUNK = 64;

    private final ObjectMapper json = new ObjectMapper();
    private final List<DocumentStep> steps = new ArrayList<>();
    private final BufferedReader input;
    private final BufferedWriter output;
    private final AtomicLongArray left;

    private FilterRun(BufferedReader input, BufferedWriter output, String name, List<String> set) {
        this.input = input;
        this.output = output;
        for (Profile.Part part : Profile.of(name).steps()) {
            Map<String, Object> given = new HashMap<>(part.given());
            for (String setting : set) {
                String[] parts = setting.split("=", 2);
                given.put(parts[0], parts[1]);
            }
            steps.add((DocumentStep) StepCatalog.choose(part.step(), given, Path.of(""), 0).make());
        }
        left = new AtomicLongArray(steps.size() + 1);
    }

    /** Runs once. */
    public static void main(String[] args) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (BufferedReader input =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(
                                                Files.newInputStream(Path.of(args[0])), 1 << 16),
                                        StandardCharsets.UTF_8));
                BufferedWriter output = Files.newBufferedWriter(Path.of(args[1]))) {
            List<String> set = List.of(args).subList(4, args.length);
            FilterRun run = new FilterRun(input, output, args[3], set);
            List<Thread> threads = new ArrayList<>();
            for (int i = 1; i < Integer.parseInt(args[2]); i++) {
                threads.add(new Thread(run::work));
            }
            threads.forEach(Thread::start);
            run.work();
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.println((System.nanoTime() - start) / 1e9 + " " + run.left);
        }
    }

    private void work() {
        try {
            for (List<String> lines = read(); !lines.isEmpty(); lines = read()) {
                StringBuilder kept = new StringBuilder();
                for (String line : lines) {
                    filter(line, kept);
                }
                synchronized (output) {
                    output.append(kept);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> read() throws IOException {
        List<String> lines = new ArrayList<>(CHUNK);
        synchronized (input) {
            while (lines.size() < CHUNK) {
                String line = input.readLine();
                if (line == null) {
                    break;
                }
                lines.add(line);
            }
        }
        return lines;
    }

    private void filter(String line, StringBuilder kept) throws JsonProcessingException {
        JsonNode row = json.readTree(line);
        String id = row.get("id").asText();
        DocumentView view = DocumentView.of(Document.of(id, row.get("text").asText(), ""));
        left.incrementAndGet(0);
        for (int i = 0; i < steps.size(); i++) {
            if (!(steps.get(i).apply(view) instanceof Outcome.Kept result)) {
                return;
            }
            view = result.view();
            left.incrementAndGet(i + 1);
        }
        kept.append(json.writeValueAsString(Map.of("id", id, "text", view.text()))).append('\n');
    }
}
