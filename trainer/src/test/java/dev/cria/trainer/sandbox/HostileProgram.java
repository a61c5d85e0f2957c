package dev.cria.trainer.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the programs of the resource hostile.txt, which says what the kinds are. */
record HostileProgram(String kind, String name, String source) {

    private static final Pattern HEAD = Pattern.compile("(?m)^=== (\\S+) (\\S+)\\n");
    private static final Pattern CALL = Pattern.compile("\"(\\w+)\": \\((\\w+), (\\w+)\\)");

    /**
     * All of them.
     *
     * @param facts of the machine, which stand in the programs as {@code @NAME@}
     */
    static List<HostileProgram> all(Map<String, String> facts) {
        String text = resource("hostile.txt");
        List<HostileProgram> programs = new ArrayList<>();
        Matcher head = HEAD.matcher(text);
        boolean found = head.find();
        while (found) {
            String kind = head.group(1);
            String name = head.group(2);
            int from = head.end();
            found = head.find();
            String own = text.substring(from, found ? head.start() : text.length());
            programs.add(new HostileProgram(kind, name, fill(resource("prelude.py") + own, facts)));
        }
        return programs;
    }

    /** Whether only a limit of time ends it. */
    boolean isEndless() {
        return kind.equals("time") || source.contains("# SHORT");
    }

    private static String fill(String program, Map<String, String> facts) {
        String filled = program;
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            filled = filled.replace("@" + fact.getKey() + "@", fact.getValue());
        }
        return filled;
    }

    /** Numbers of system calls on this machine, by their names as programs have them. */
    static Map<String, String> calls() {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        Map<String, String> numbers = new HashMap<>();
        Matcher calls = CALL.matcher(Launcher.source("seccomp"));
        while (calls.find()) {
            numbers.put("nr:" + calls.group(1), calls.group(arm ? 3 : 2));
        }
        numbers.put("clone", arm ? "220" : "56");
        numbers.put("socket", arm ? "198" : "41");
        numbers.put("ioctl", arm ? "29" : "16");
        return numbers;
    }

    private static String resource(String name) {
        try (InputStream stream = HostileProgram.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
