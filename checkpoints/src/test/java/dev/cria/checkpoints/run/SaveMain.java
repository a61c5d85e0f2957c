package dev.cria.checkpoints.run;

import dev.cria.checkpoints.durable.RunLock;
import dev.cria.checkpoints.durable.Storage;
import java.nio.file.Path;
import java.util.Map;

/** A process that goes on saving where the last one was killed; says what is acknowledged. */
final class SaveMain {

    static final int KEEP = 2;
    static final int PARAMETERS = 150_000;

    private SaveMain() {}

    /**
     * @param arguments the folder and the last step
     */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        long last = Long.parseLong(arguments[1]);
        RunLock lock = RunLock.acquire(folder);
        CheckpointStore store =
                new CheckpointStore(
                        folder.resolve("checkpoints/stage"),
                        KEEP,
                        Storage.disk(),
                        System.out::println);
        long done = store.newest().map(Checkpoint::step).orElse(0L);
        System.out.println("resumed " + done);
        for (long step = done + 1; step <= last; step++) {
            for (int times = 0; times <= step % 2; times++) { // every other step is replaced
                store.save(step, Contents.of(2, step, PARAMETERS), Map.of("step", step + ""));
                System.out.println("acknowledged " + step);
            }
        }
        lock.close();
    }
}
