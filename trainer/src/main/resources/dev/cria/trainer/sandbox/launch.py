"""Runs a program in a room of its own and says how it ended: one order in, one outcome out, as lines of JSON.

The order: files (texts by name: program.py and input, or program.py, guest.py and judge.py), tests (for the judge; its own
format), limits (memory, work and output in bytes, wall and cpu in seconds, processes, files).
The outcome: end (exit, time, memory, output, refused), code (of exit; below 0 a signal), output, seconds, left (processes of
the room that are still there), verdict (what the judge wrote, else none), why (of refused).
"""

import base64
import json
import os
import select
import signal
import sys
import time

import first
import kernel
import room

LOOK_SECONDS = 0.02
MOST_VERDICT = 1 << 16


class Watched:
    """A room that runs, seen from outside."""

    def __init__(self, order):
        self.limits = order["limits"]
        oldest = tuple(int(part) for part in os.uname().release.split("-")[0].split(".")[:2])
        if oldest < (5, 14):
            raise kernel.Refused("Linux %d.%d is too old; 5.14 counts processes by namespace" % oldest)
        stranger = room.separate()
        readers, writers = zip(*(os.pipe() for _ in range(3)))
        self.process = os.fork()
        if self.process == 0:
            for descriptor in readers:
                os.close(descriptor)
            first.run(order, stranger, *writers)
        for descriptor in writers:
            os.close(descriptor)
        self.output, self.verdict, self.report = readers
        self.texts = {descriptor: bytearray() for descriptor in readers}
        self.open = {sys.stdin.fileno(), *readers}
        self.began = time.monotonic()

    def watch(self):
        """Until it has ended, or has to be."""
        end = None
        while end is None:
            end = self.look()
        self.kill()
        for descriptor in self.texts:
            while self.read(descriptor):
                pass
        return self.outcome(end)

    def look(self):
        """A moment of waiting; why it has to end, or none."""
        ready, _, _ = select.select(self.open, [], [], LOOK_SECONDS)
        if sys.stdin.fileno() in ready:
            return "left"
        if self.report in ready:
            self.read(self.report)
            return "exit"
        for descriptor in (self.output, self.verdict):
            if descriptor in ready and not self.read(descriptor):
                self.open.remove(descriptor)
        if len(self.texts[self.output]) > self.limits["output"]:
            return "output"
        memory, seconds = used(self.process)
        if memory > self.limits["memory"]:
            return "memory"
        late = time.monotonic() - self.began > self.limits["wall"]
        return "time" if late or seconds > self.limits["cpu"] else None

    def read(self, descriptor):
        """Whether there may be more."""
        text = self.texts[descriptor]
        room_left = (self.limits["output"] + 1 if descriptor == self.output else MOST_VERDICT) - len(text)
        more = os.read(descriptor, min(1 << 16, room_left)) if room_left > 0 else b""
        text += more
        return bool(more)

    def kill(self):
        """The first process; everything else in its room goes with it before it is gone."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)

    def left(self):
        """How many processes are in the room's namespace, which this process keeps from being anybody else's."""
        own = os.readlink("/proc/self/ns/pid_for_children")
        count = 0
        for name in os.listdir("/proc"):
            try:
                count += name.isdigit() and os.readlink("/proc/%s/ns/pid" % name) == own
            except OSError:
                # Gone, or of somebody who is not in the room.
                continue
        return count

    def outcome(self, end):
        report = json.loads(self.texts[self.report] or b'{"code": -9}') if end == "exit" else {}
        if "refused" in report:
            return {"end": "refused", "why": report["refused"]}
        output = bytes(self.texts[self.output][: self.limits["output"]])
        return {
            "end": end,
            "code": report.get("code", 0),
            "output": base64.b64encode(output).decode(),
            "seconds": time.monotonic() - self.began,
            "left": self.left(),
            "verdict": self.texts[self.verdict].decode("utf-8", "replace"),
        }


def used(process):
    """Bytes of memory that are no file's, and seconds of work, of a process and all below it."""
    memory = ticks = 0
    found = [process]
    while found:
        folder = "/proc/%d/" % found.pop()
        try:
            with open(folder + "status") as file:
                rows = [line.split() for line in file]
            memory += sum(1024 * int(row[1]) for row in rows if row[0] in ("RssAnon:", "RssShmem:"))
            with open(folder + "stat") as file:
                # Behind the name, which may hold anything: user and system time of it and of its dead children.
                fields = file.read().rpartition(")")[2].split()
            ticks += sum(int(field) for field in fields[11:15])
            for thread in os.listdir(folder + "task"):
                with open(folder + "task/%s/children" % thread) as file:
                    found += [int(child) for child in file.read().split()]
        except OSError:
            # It has ended since it was found.
            continue
    return memory, ticks / os.sysconf("SC_CLK_TCK")


def main():
    order = json.loads(sys.stdin.buffer.readline())
    try:
        outcome = Watched(order).watch()
    except kernel.Refused as refusal:
        outcome = {"end": "refused", "why": str(refusal)}
    sys.stdout.write(json.dumps(outcome) + "\n")
    sys.stdout.flush()
