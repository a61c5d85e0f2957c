package dev.cria.recipes.chat;

import dev.cria.checkpoints.UserException;
import dev.cria.data.chat.ChatTemplate;
import dev.cria.data.chat.Message;
import dev.cria.recipes.recipe.Nearest;
import dev.cria.trainer.generate.Answer;
import dev.cria.trainer.generate.Finish;
import dev.cria.trainer.generate.GenerationEngine;
import dev.cria.trainer.generate.Request;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A conversation between whoever types lines and a model. */
public final class ChatSession {

    private static final String PROMPT = ">>> ";
    private static final String MORE = "... ";
    private static final String QUOTES = "\"\"\"";

    private static final List<String> COMMANDS =
            List.of("/system", "/set", "/save", "/load", "/clear", "/verbose", "/help", "/bye");

    private static final String HELP =
            """
            /system TEXT      what the model goes by; without a text: none
            /set              shows how answers are drawn
            /set NAME VALUE   changes it: /set temperature 0.7
            /save FILE        writes the conversation, a line of JSON with its messages
            /load FILE        goes on from a conversation that was saved
            /clear            forgets what was said
            /verbose          times after each answer, or no longer
            /bye              ends; so does Ctrl-D
            \"""               begins a message of several lines, and ends it
            Ctrl-C            ends an answer
            """;

    private final GenerationEngine engine;
    private final Set<Integer> stops;
    private final int positions;
    private final ChatSettings settings;
    private final LineSource lines;
    private final PrintStream out;
    private final ChatHistory conversation;
    private boolean verbose;
    private long loadNanos;
    private int answers;
    private volatile Answering current;

    /**
     * A conversation that has not begun.
     *
     * @param engine with a tokenizer, of this thread
     * @param stops tokens that end an answer
     * @param positions tokens that the model can see
     */
    public ChatSession(
            GenerationEngine engine,
            ChatTemplate template,
            Set<Integer> stops,
            int positions,
            ChatSettings settings,
            LineSource lines,
            PrintStream out) {
        this.engine = engine;
        this.stops = stops;
        this.positions = positions;
        this.settings = settings;
        this.lines = lines;
        this.out = out;
        this.conversation = new ChatHistory(template);
    }

    /** Begins with a system message. */
    public void setSystem(String content) {
        conversation.setSystem(content);
    }

    /**
     * Tells times after each answer.
     *
     * @param load nanoseconds that loading the model took
     */
    public void setVerbose(long load) {
        verbose = true;
        loadNanos = load;
    }

    /** Answers until the lines end, or one says so. */
    public void run() {
        lines.onInterrupt(this::interrupt);
        while (true) {
            String line = lines.next(PROMPT);
            if (line == null) {
                return;
            }
            try {
                String command = line.strip();
                if (command.equals("/bye") || command.equals("/exit")) {
                    return;
                }
                if (command.startsWith("/")) {
                    obey(command);
                } else if (!command.isEmpty()) {
                    answer(message(line));
                }
            } catch (UserException refused) {
                out.println(refused.getMessage());
            }
        }
    }

    private void interrupt() {
        Answering answering = current;
        if (answering != null) {
            answering.interrupt();
        }
    }

    /** A line, or all of them between triple quotes. */
    private String message(String first) {
        String begin = first.strip();
        if (!begin.startsWith(QUOTES)) {
            return first;
        }
        StringBuilder text = new StringBuilder();
        String line = begin.substring(QUOTES.length());
        while (line != null && !line.stripTrailing().endsWith(QUOTES)) {
            text.append(line).append('\n');
            line = lines.next(MORE);
        }
        if (line != null) {
            String last = line.stripTrailing();
            text.append(last, 0, last.length() - QUOTES.length());
        }
        return text.toString().strip();
    }

    private void answer(String user) {
        if (user.isEmpty()) {
            return;
        }
        int[] prompt = conversation.prompt(user);
        int room = Math.min(positions, engine.tokensOfOneText()) - prompt.length;
        if (room < 1) {
            throw new UserException(
                    "the conversation has %d tokens, and the model has room for %d; /clear begins anew"
                            .formatted(prompt.length, prompt.length + room));
        }
        Request request = settings.request(prompt, room, stops, answers);
        Answering answering = new Answering(engine, out);
        long begin = System.nanoTime();
        current = answering;
        Answer answer = answering.answer(request);
        current = null;
        answers++;
        conversation.add(user, answer.ids(), answer.text());
        out.println();
        remark(answer, room);
        if (verbose) {
            out.println(answering.figures(answer, begin, loadNanos).text());
        }
        loadNanos = 0;
    }

    private void remark(Answer answer, int room) {
        if (answer.finish() == Finish.CANCELLED) {
            out.println("(interrupted)");
        } else if (answer.finish() == Finish.LENGTH) {
            out.println(
                    answer.ids().length == room
                            ? "(the model has no more room; /clear begins anew)"
                            : "(cut off; /set max_new_tokens allows more)");
        }
    }

    private void obey(String line) {
        String[] words = line.split("\\s+", 2);
        String rest = words.length > 1 ? words[1].strip() : "";
        switch (words[0]) {
            case "/help", "/?" -> out.print(HELP);
            case "/clear" -> {
                conversation.clear();
                out.println("the conversation begins anew");
            }
            case "/system" -> {
                conversation.setSystem(rest);
                out.println(rest.isEmpty() ? "no system message" : "system message set");
            }
            case "/set" -> set(rest);
            case "/verbose" -> {
                verbose = !verbose;
                out.println(verbose ? "times after each answer" : "no times");
            }
            case "/save" -> {
                SavedChat.write(file(rest), conversation.messages());
                out.println("saved " + rest);
            }
            case "/load" -> {
                List<Message> messages = SavedChat.read(file(rest));
                conversation.replaceWith(messages);
                out.println("%d messages of %s".formatted(messages.size(), rest));
            }
            default ->
                    throw new UserException(
                            "there is no command '%s'%s"
                                    .formatted(words[0], Nearest.hintOrAll(words[0], COMMANDS)));
        }
    }

    private void set(String rest) {
        if (!rest.isEmpty()) {
            String[] words = rest.split("\\s+", 2);
            if (words.length < 2) {
                throw new UserException("expected a name and a value: /set temperature 0.7");
            }
            settings.set(words[0], words[1]);
        }
        out.println(settings.line());
    }

    private static Path file(String name) {
        if (name.isEmpty()) {
            throw new UserException("expected the name of a file, such as /save chat.jsonl");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UserException("'" + name + "' is no name of a file", e);
        }
    }
}
