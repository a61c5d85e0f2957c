package dev.cria.recipes.run;

import java.util.UUID;

/**
 * An uninterrupted endeavour to bring a run to its end: a supervisor and the processes that it
 * starts, or one process without a supervisor.
 *
 * @param id the same in all its processes
 * @param since when this process was started, in seconds since 1970
 * @param supervised whether a supervisor watches this process
 */
public record Session(String id, double since, boolean supervised) {

    /** Property of a supervised process: {@link #id}. */
    public static final String ID = "cria.session";

    /** Property of a supervised process: {@link #since}. */
    public static final String SINCE = "cria.session.since";

    /** The session of this process. */
    public static Session ofThisProcess() {
        String id = System.getProperty(ID);
        double since =
                ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(start -> start.toEpochMilli() / 1e3)
                        .orElseGet(() -> System.currentTimeMillis() / 1e3);
        return id == null
                ? alone(since)
                : new Session(id, Double.parseDouble(System.getProperty(SINCE)), true);
    }

    /** The session of a process that nobody watches. */
    static Session alone(double since) {
        return new Session(UUID.randomUUID().toString(), since, false);
    }
}
