package dev.cria.recipes.board;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.cria.checkpoints.json.Json;
import dev.cria.trainer.engine.FreeMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How busy the machine is: processors, memory, the disk of the runs, graphics cards. */
final class Machine {

    private final Path folder;
    private final Gpus gpus;
    private final OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    Machine(Path folder, Gpus gpus) {
        this.folder = folder;
        this.gpus = gpus;
    }

    /** Shares from 0 to 1 and sizes in bytes; what the system does not tell is left out. */
    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("cpus", Runtime.getRuntime().availableProcessors());
        double load = system.getCpuLoad();
        if (load >= 0) {
            json.put("cpu", load);
        }
        long total = system.getTotalMemorySize();
        long free = FreeMemory.bytes();
        if (total > 0 && free <= total) {
            json.put("memory_total", total).put("memory_used", total - free);
        }
        try {
            var disk = Files.getFileStore(folder);
            json.put("disk_total", disk.getTotalSpace()).put("disk_free", disk.getUsableSpace());
        } catch (IOException unknown) {
            json.putNull("disk_free");
        }
        json.set("gpus", gpus.json());
        return json;
    }
}
