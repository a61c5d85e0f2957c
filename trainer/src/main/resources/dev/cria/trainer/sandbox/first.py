"""The first process of a room: builds it, starts what runs in it, and says how that ended. With it everything there ends."""

import json
import os
import signal
import socket
import sys

import confine
import kernel
import room


def run(order, stranger, output, verdict, report):
    """Never returns.

    order: see launch
    output, verdict, report: descriptors to be written to; verdict is the judge's
    """
    try:
        kernel.prctl("the signal of a parent's end", kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getpid() != 1:
            raise kernel.Refused("a namespace of processes was not made")
        socket.sethostname("sandbox")
        room.build(order["files"], order["limits"]["work"])
        processes = os.open("/old/proc", os.O_DIRECTORY)
        room.shut()
        children = start(order, stranger, processes, output, verdict, report)
        kernel.prctl("being undumpable", kernel.PR_SET_DUMPABLE, 0)
        kernel.close_all_but({report})
        kernel.drop_capabilities()
        tell(report, wait(children))
    except kernel.Refused as refusal:
        tell(report, {"refused": str(refusal)})
    except BaseException as failure:
        tell(report, {"refused": "%s: %s" % (type(failure).__name__, failure)})
    finally:
        os._exit(0)


def tell(report, outcome):
    os.write(report, (json.dumps(outcome) + "\n").encode())


def start(order, stranger, processes, output, verdict, report):
    """The processes by their numbers: the program, and the judge where there are tests."""
    # Not -I: the seed of hashes is in the environment.
    python = [sys.executable, "-s", "-B"]
    nothing = os.open("/dev/null", os.O_RDWR)
    limits = order["limits"]

    def child(name, arguments, standard, kept):
        process = os.fork()
        if process:
            return process
        try:
            for target, source in enumerate(standard):
                os.dup2(source, target)
            for descriptor in kept:
                os.set_inheritable(descriptor, True)
            confine.become(python + arguments, limits, stranger, processes, {*kept, report})
        except kernel.Refused as refusal:
            tell(report, {"refused": "%s: %s" % (name, refusal)})
        except BaseException as failure:
            tell(report, {"refused": "%s: %s: %s" % (name, type(failure).__name__, failure)})
        finally:
            os._exit(111)

    if "judge.py" not in order["files"]:
        given = os.open("/input", os.O_RDONLY)
        return {child("the program", ["/program.py"], (given, output, output), ()): "program"}
    asked, asking = os.pipe()
    answered, answering = os.pipe()
    tests_read, tests_write = os.pipe()
    guest = ["/guest.py", str(asked), str(answering)]
    judge = ["/judge.py", str(answered), str(asking), str(verdict)]
    children = {
        child("the program", guest, (nothing, output, output), (asked, answering)): "program",
        child("the judge", judge, (tests_read, nothing, nothing), (answered, asking, verdict)): "judge",
    }
    for descriptor in (asked, asking, answered, answering, tests_read, verdict):
        os.close(descriptor)
    with open(tests_write, "w", encoding="utf-8", errors="surrogatepass") as file:
        json.dump(order["tests"], file)
    return children


def wait(children):
    """How the program ended, or the judge; also lays orphans to rest, whose parent this process is."""
    last = "judge" if len(children) > 1 else "program"
    while True:
        process, status = os.wait()
        if children.get(process) == last:
            code = os.waitstatus_to_exitcode(status)
            return {"code": code}
