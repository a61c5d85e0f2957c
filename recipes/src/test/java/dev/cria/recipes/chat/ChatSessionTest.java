package dev.cria.recipes.chat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Message;
import dev.cria.data.tokenizer.Tokenizer;
import dev.cria.recipes.job.OneThread;
import dev.cria.recipes.job.TinyChatModel;
import dev.cria.recipes.job.policy.Adapters;
import dev.cria.recipes.job.policy.OpenPolicy;
import dev.cria.trainer.engine.Engine;
import dev.cria.trainer.generate.EngineSettings;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Sampling;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
final class ChatSessionTest {

    private static final int POSITIONS = 1024;

    @TempDir Path folder;

    /** Lines that were typed before; Ctrl-C comes when a line says so. */
    private static final class Typed implements LineSource {

        private final Deque<String> lines;
        private Runnable interrupt = () -> {};

        Typed(String... lines) {
            this.lines = new ArrayDeque<>(Arrays.asList(lines));
        }

        @Override
        public String next(String prompt) {
            return lines.poll();
        }

        @Override
        public void onInterrupt(Runnable action) {
            interrupt = action;
        }

        @Override
        public void close() {}
    }

    /** What a terminal shows, and how many tokens ran through the model. */
    private record Seen(String text, long computed) {}

    private Seen run(ChatSettings settings, boolean verbose, boolean interrupts, String... lines) {
        Typed typed = new Typed(lines);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out =
                new PrintStream(bytes, true, StandardCharsets.UTF_8) {
                    @Override
                    public void print(String text) {
                        super.print(text);
                        if (interrupts) {
                            typed.interrupt.run();
                        }
                    }
                };
        Path model = folder.resolve("model");
        if (!Files.exists(model)) {
            TinyChatModel.write(folder, POSITIONS);
        }
        try (Engine engine = Engine.cpu()) {
            long arrays = engine.liveArrays();
            long computed;
            try (OpenPolicy opened = OpenPolicy.open(engine, model, Adapters.NONE);
                    Tokenizer tokenizer = opened.tokenizer();
                    GenerationEngine generation =
                            new GenerationEngine(
                                    Map.of(GenerationEngine.MODEL, opened.policy()),
                                    tokenizer,
                                    EngineSettings.of(opened.policy()).withCacheBytes(8 << 20))) {
                ChatSession session =
                        new ChatSession(
                                generation,
                                new ChatTemplate(tokenizer),
                                Set.of(),
                                POSITIONS,
                                settings,
                                typed,
                                out);
                if (verbose) {
                    session.setVerbose(1_000_000);
                }
                session.run();
                computed = generation.computedTokens();
            }
            assertEquals(arrays, engine.liveArrays());
            return new Seen(bytes.toString(StandardCharsets.UTF_8), computed);
        }
    }

    private static ChatSettings settings(int maxNewTokens) {
        return new ChatSettings(Sampling.at(1), 5, maxNewTokens);
    }

    @Test
    void theSecondTurnComputesOnlyWhatIsNew() {
        String[] two = {"床前明月光，疑是地上霜。", "举头望明月"};
        long both = run(settings(200), false, false, two).computed();
        long first = run(settings(200), false, false, two[0]).computed();
        long second = both - first;
        // 200 new tokens, what was asked, and at most one page of what was there.
        assertTrue(first > 200 && second < 200 + 64 + 40, "computed " + first + ", " + second);
    }

    @Test
    void timesAreToldAsOllamaDoes() {
        String text = run(settings(20), true, false, "Tell me", "More").text();
        for (String line :
                List.of(
                        "total duration: ",
                        "load duration:        1.000ms",
                        "load duration:        0.000ms",
                        "prompt eval count: ",
                        "prompt eval rate: ",
                        "eval count:           20 token(s)",
                        "eval rate: ")) {
            assertTrue(text.contains(line), line + " is not in\n" + text);
        }
    }

    @Test
    void anInterruptEndsTheAnswerAndNotTheConversation() {
        Seen seen = run(settings(500), false, true, "Tell me", "/help");
        assertTrue(seen.text().contains("(interrupted)"), seen.text());
        assertTrue(seen.text().contains("/bye"), seen.text());
        assertTrue(seen.computed() < 400, "computed " + seen.computed());
    }

    @Test
    void aSavedConversationGoesOnAndIsNeverOverwritten() throws Exception {
        Path file = folder.resolve("chat.jsonl");
        String text =
                run(
                                settings(5),
                                false,
                                false,
                                "/system 说中文",
                                "\"\"\"two",
                                "lines\"\"\"",
                                "/save " + file,
                                "/save " + file)
                        .text();
        assertTrue(text.contains("is there already; choose another name"), text);
        List<Message> messages = SavedChat.read(file);
        assertEquals(
                List.of("system", "user", "assistant"),
                messages.stream().map(Message::role).toList());
        assertEquals("two\nlines", messages.get(1).content());
        assertEquals(1, Files.readAllLines(file).size());
        String loaded = run(settings(5), false, false, "/load " + file, "on").text();
        assertTrue(loaded.startsWith("3 messages of "), loaded);
    }

    @Test
    void whatIsTypedWrongIsSaid() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad"), "{\"messages\": [{\"role\": \"x\"}]}");
        String text =
                run(
                                settings(2000),
                                false,
                                false,
                                "/sytem x",
                                "/set temprature 1",
                                "/set top_p 2",
                                "/set top_k many",
                                "/set temperature 0.5",
                                "/load nowhere",
                                "/load " + bad,
                                "/save",
                                "moon ".repeat(600))
                        .text();
        for (String says :
                List.of(
                        "did you mean '/system'?",
                        "did you mean 'temperature'?",
                        "top_p: expected above 0 and at most 1, found 2.0",
                        "top_k: expected a whole number, found 'many'",
                        "temperature 0.5, top_k 0, top_p 1.0",
                        "cannot read nowhere",
                        "message 1: expected a role of system",
                        "expected the name of a file",
                        "/clear begins anew")) {
            assertTrue(text.contains(says), says + " is not in\n" + text);
        }
    }

    @Test
    void whatTheModelSaidStaysTheTokensThatItGenerated() {
        TinyChatModel.write(folder, POSITIONS);
        try (Tokenizer tokenizer =
                dev.cria.data.tokenizer.Tokenizers.load(folder.resolve("model"))) {
            ChatTemplate template = new ChatTemplate(tokenizer);
            ChatHistory history = new ChatHistory(template);
            int[] letters =
                    "cold"
                            .chars()
                            .map(c -> tokenizer.encodeOrdinary(Character.toString(c))[0])
                            .toArray();
            assertTrue(tokenizer.encodeOrdinary("cold").length < 4);
            int[] first = history.prompt("a");
            history.add("a", letters, "cold");
            int[] second = history.prompt("b");
            assertArrayEquals(first, Arrays.copyOf(second, first.length));
            int[] said = Arrays.copyOfRange(second, first.length, first.length + 4);
            assertArrayEquals(letters, said);
            List<Message> all =
                    List.of(
                            new Message("user", "a"),
                            new Message("assistant", "cold"),
                            new Message("user", "b"));
            assertEquals(tokenizer.decode(template.prompt(all)), tokenizer.decode(second));
            history.setSystem("s");
            int[] anew = history.prompt("c");
            assertArrayEquals(anew, template.prompt(with(history.messages(), "c")));
        }
    }

    private static List<Message> with(List<Message> messages, String user) {
        List<Message> all = new java.util.ArrayList<>(messages);
        all.add(new Message("user", user));
        return all;
    }
}
