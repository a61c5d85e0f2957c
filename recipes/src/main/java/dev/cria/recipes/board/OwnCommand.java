package dev.cria.recipes.board;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this program is started again, apart from the terminal of this process. */
final class OwnCommand {

    private static final String COLUMNS = "-Dcria.columns=";

    private OwnCommand() {}

    /** The command up to the program's arguments: the same Java, options and class path. */
    static List<String> of(String mainClass) {
        List<String> command = new ArrayList<>(apart());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith(COLUMNS))
                .forEach(command::add);
        command.add(COLUMNS + "0");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        return command;
    }

    /** A session of its own: Ctrl-C and the end of the terminal are not for it. */
    private static List<String> apart() {
        for (String folder :
                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path setsid = Path.of(folder, "setsid");
            if (Files.isExecutable(setsid)) {
                return List.of(setsid.toString());
            }
        }
        return List.of("nohup");
    }
}
