package dev.cria.recipes.board;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** NVIDIA's cards, by what the driver's program says; none where it is not there. */
final class Gpus {

    private static final List<String> ASK =
            List.of(
                    "nvidia-smi",
                    "--query-gpu=name,utilization.gpu,memory.used,memory.total",
                    "--format=csv,noheader,nounits");
    private static final int FIELDS = 4;
    private static final long SECONDS = 5;
    private static final double MIB = 1 << 20;

    private final List<String> command;
    private boolean absent;
    private long asked;
    private String answer = "";

    Gpus() {
        this(ASK);
    }

    Gpus(List<String> command) {
        this.command = command;
    }

    /** The cards; asked for every few seconds at most. */
    synchronized ArrayNode json() {
        long now = System.nanoTime();
        if (!absent && (asked == 0 || now - asked > TimeUnit.SECONDS.toNanos(SECONDS))) {
            asked = now;
            answer = ask();
        }
        return read(answer);
    }

    private String ask() {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            byte[] said = process.getInputStream().readAllBytes();
            return process.exitValue() == 0 ? new String(said, StandardCharsets.UTF_8) : "";
        } catch (IOException none) {
            absent = true;
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Reads its table: a name, per cent, and MiB used and in all. */
    static ArrayNode read(String table) {
        ArrayNode cards = JsonNodeFactory.instance.arrayNode();
        for (String line : table.lines().toList()) {
            List<String> fields = List.of(line.split("\\s*,\\s*"));
            if (fields.size() == FIELDS) {
                cards.addObject()
                        .put("name", fields.get(0))
                        .put("busy", number(fields.get(1)) / 100)
                        .put("memory_used", number(fields.get(2)) * MIB)
                        .put("memory_total", number(fields.get(3)) * MIB);
            }
        }
        return cards;
    }

    private static double number(String text) {
        return text.strip().matches("\\d+(\\.\\d+)?") ? Double.parseDouble(text.strip()) : 0;
    }
}
