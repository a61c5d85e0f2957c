package dev.cria.recipes.cli;

import dev.cria.checkpoints.UserException;
import dev.cria.checkpoints.durable.FolderInUseException;
import dev.cria.recipes.run.BlownUp;
import dev.cria.recipes.run.ExitCode;
import dev.cria.recipes.run.InterruptedRun;
import dev.cria.recipes.run.StageFailure;
import java.util.logging.Handler;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
        name = "cria",
        description = "Trains and fine-tunes Llama 3, 3.1 and 3.2.",
        mixinStandardHelpOptions = true,
        version = "cria 0.1.0",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a bug of Cria, or a failure outside of it",
            "2:something to mend in what was asked; nothing was changed",
            "3:out of memory",
            "70:hung",
            "71:loss or gradients were not finite, or the loss leapt up",
            "75:another process works on the run folder",
            "130:stopped by Ctrl-C; what was done is saved",
            "143:stopped by TERM; what was done is saved"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cria run quickstart            from raw text to a chat model, in minutes",
            "  cria cp quickstart mine.yaml   a recipe to change",
            "  cria validate mine.yaml        what is wrong or odd about it, what it needs",
            "  cria help run                  more about a command"
        })
public final class Main {

    /** The user has asked for something wrong; nothing was changed. */
    static final int USER_ERROR = 2;

    private static final int BUG = 1;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** Runs a command; answers its exit code. */
    static int execute(String... arguments) {
        // What libraries log goes to the log file of a run, not between the lines for the user.
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        CommandLine line = new CommandLine(new Main());
        Verbs.addAsked(line, arguments);
        prepare(line);
        line.setExecutionExceptionHandler((problem, command, parsed) -> report(problem));
        return line.execute(arguments);
    }

    /** All commands. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        Verbs.addAll(line);
        return prepare(line);
    }

    private static CommandLine prepare(CommandLine line) {
        line.setCaseInsensitiveEnumValuesAllowed(true);
        CommandLine help = line.getSubcommands().get("help");
        if (help != null) {
            help.getCommandSpec().usageMessage().description("Says more about a command.");
        }
        line.setParameterExceptionHandler((problem, given) -> Misuse.report(problem));
        line.getHelpSectionMap()
                .put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new Overview());
        return line;
    }

    private static int report(Exception problem) {
        if (problem instanceof InterruptedRun) {
            System.err.println(problem.getMessage());
            return StopSignal.exitCode();
        }
        if (problem instanceof FolderInUseException) {
            System.err.println("cria: " + problem.getMessage());
            return FolderInUseException.EXIT_CODE;
        }
        if (problem instanceof BlownUp) {
            System.err.println("cria: " + problem.getMessage());
            return ExitCode.BLOWN_UP;
        }
        if (problem instanceof UserException) {
            System.err.println("cria: " + problem.getMessage());
            return USER_ERROR;
        }
        if (problem instanceof StageFailure) {
            System.err.println("cria: internal error: " + problem.getMessage());
        } else {
            problem.printStackTrace();
        }
        System.err.println(
                "cria: this is a bug in Cria, not something that you did; please report it");
        return BUG;
    }
}
