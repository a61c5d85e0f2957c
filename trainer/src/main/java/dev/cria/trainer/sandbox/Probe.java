package dev.cria.trainer.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A first program that looks for what must not be there. */
final class Probe {

    /** The signal of Linux for a process that has worked for too long. */
    static final int SIGXCPU = 24;

    private static final String PROGRAM =
            """
            import ctypes, os, socket
            if os.path.exists(input()):
                print("files of the machine are seen")
            if os.getpid() > 9 or os.path.exists("/proc"):
                print("processes of the machine are seen")
            for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
                try:
                    socket.socket(family, socket.SOCK_DGRAM)
                    print("sockets are there")
                except OSError:
                    pass
            if os.getuid() != 1000 or len(os.environ) > 20:
                print("the user or the environment is the machine's")
            try:
                open("/written", "w")
                print("the root folder can be written to")
            except OSError:
                pass
            if ctypes.CDLL(None).unshare(0x10000000) == 0:
                print("no filter of system calls holds")
            print("looked")
            """;

    private Probe() {}

    /** What is not as it must be; empty where all is. */
    static String run(Sandbox sandbox) {
        try {
            Path canary = Files.createTempFile("cria-canary", "");
            try {
                Outcome outcome = sandbox.run(PROGRAM, canary + "\n", Limits.USUAL);
                String output = outcome.output().strip();
                return outcome.isSuccess() && output.equals("looked")
                        ? ""
                        : "a first program ended with %s: %s".formatted(outcome.end(), output);
            } finally {
                Files.delete(canary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
