"""What a process gives up for good before it becomes the program."""

import math
import os
import resource
import signal

import kernel
import room
import seccomp

ENVIRONMENT = {
    "HOME": room.WORK,
    "TMPDIR": room.WORK,
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONSAFEPATH": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def become(command, limits, stranger, processes, kept):
    """Gives up rights and becomes a command; never returns.

    stranger: the user that root makes it; None where a user namespace made it one before
    processes: /proc of the machine, an open folder
    kept: descriptors beside 0, 1 and 2; the command has those of them that can be inherited
    """
    os.setsid()
    if stranger is not None:
        os.setgroups([])
        os.setresgid(stranger, stranger, stranger)
        os.setresuid(stranger, stranger, stranger)
        kernel.prctl("being dumpable", kernel.PR_SET_DUMPABLE, 1)
        kernel.unshare("a user namespace", kernel.NEW_USER)
        room.map_user(os.open("self", os.O_DIRECTORY, dir_fd=processes), stranger, stranger)
    os.chdir(room.WORK)
    limit(limits)
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_DFL)
    kernel.close_all_but(kept)
    kernel.drop_capabilities()
    kernel.prctl("no_new_privs", kernel.PR_SET_NO_NEW_PRIVS, 1)
    seccomp.install()
    os.execve(command[0], command, ENVIRONMENT)


def limit(limits):
    """Of each process; all together are watched from outside, which ends most of what works too long."""
    seconds = 2 * math.ceil(limits["cpu"]) + 1
    for name, most in (
        ("AS", limits["memory"]),
        ("NPROC", limits["processes"]),
        ("NOFILE", limits["files"]),
        ("FSIZE", limits["work"]),
        ("CORE", 0),
        ("MEMLOCK", 0),
        ("MSGQUEUE", 0),
        ("SIGPENDING", 256),
        ("NICE", 0),
        ("RTPRIO", 0),
    ):
        resource.setrlimit(getattr(resource, "RLIMIT_" + name), (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
