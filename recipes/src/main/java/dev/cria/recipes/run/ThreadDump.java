package dev.cria.recipes.run;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** What every thread is doing, and which locks it holds and waits for. */
final class ThreadDump {

    private ThreadDump() {}

    static String text() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        StringBuilder text = new StringBuilder();
        for (ThreadInfo thread : threads.dumpAllThreads(true, true)) {
            add(text, thread);
        }
        long[] locked = threads.findDeadlockedThreads();
        if (locked != null) {
            text.append("deadlock between ").append(locked.length).append(" threads:");
            for (long id : locked) {
                text.append(" #").append(id);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void add(StringBuilder text, ThreadInfo thread) {
        text.append(
                "\"%s\" #%d %s"
                        .formatted(
                                thread.getThreadName(),
                                thread.getThreadId(),
                                thread.getThreadState()));
        if (thread.getLockName() != null) {
            text.append(" on ").append(thread.getLockName());
        }
        if (thread.getLockOwnerName() != null) {
            text.append(
                    " held by \"%s\" #%d"
                            .formatted(thread.getLockOwnerName(), thread.getLockOwnerId()));
        }
        text.append('\n');
        StackTraceElement[] frames = thread.getStackTrace();
        for (int depth = 0; depth < frames.length; depth++) {
            text.append("\tat ").append(frames[depth]).append('\n');
            for (MonitorInfo monitor : thread.getLockedMonitors()) {
                if (monitor.getLockedStackDepth() == depth) {
                    text.append("\t- locked ").append(monitor).append('\n');
                }
            }
        }
        for (LockInfo lock : thread.getLockedSynchronizers()) {
            text.append("\t- holds ").append(lock).append('\n');
        }
        text.append('\n');
    }
}
