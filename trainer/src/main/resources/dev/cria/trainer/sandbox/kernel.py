"""Calls of Linux that Python's library does not have. Each raises Refused where the kernel does not do it."""

import ctypes
import errno
import os

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x20, 0x1000, 0x4000, 0x40000
MNT_DETACH = 2

NEW_NS, NEW_CGROUP, NEW_UTS, NEW_IPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEW_USER, NEW_PID, NEW_NET = 0x10000000, 0x20000000, 0x40000000

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP = 1, 4, 22, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4

# The same on every architecture, like all numbers since 424.
SYS_MOUNT_SETATTR = 442
SYS_CLOSE_RANGE = 436
# Of each architecture.
MACHINES = {"x86_64": {"pivot_root": 155, "capset": 126}, "aarch64": {"pivot_root": 41, "capset": 91}}

AT_FDCWD, AT_RECURSIVE = -100, 0x8000
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4

LIBC = ctypes.CDLL(None, use_errno=True)


class Refused(Exception):
    """The machine does not isolate programs; the message says what lacks."""


def require(what, result):
    if result < 0:
        number = ctypes.get_errno()
        raise Refused("%s: %s (%s)" % (what, os.strerror(number), errno.errorcode.get(number, number)))
    return result


def machine():
    name = os.uname().machine
    if name not in MACHINES:
        raise Refused("processors of type %s are not known; x86_64 and aarch64 are" % name)
    return name


def syscall(what, number, *arguments):
    return require(what, LIBC.syscall(ctypes.c_long(number), *arguments))


def unshare(what, flags):
    require(what, LIBC.unshare(ctypes.c_int(flags)))


def mount(source, target, kind, flags, options=None):
    encoded = [None if text is None else text.encode() for text in (source, target, kind, options)]
    source, target, kind, options = encoded
    what = "mount of %s" % os.fsdecode(target)
    require(what, LIBC.mount(source, target, kind, ctypes.c_ulong(flags), options))


def unmount(target):
    require("umount of " + target, LIBC.umount2(target.encode(), MNT_DETACH))


def pivot_root(new, old):
    syscall("pivot_root", MACHINES[machine()]["pivot_root"], new.encode(), old.encode())


def seal(path, attributes):
    """Gives a mount and all below it attributes, such as being read-only."""

    class MountAttr(ctypes.Structure):
        _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "userns")]

    asked = MountAttr(attributes, 0, 0, 0)
    number = ctypes.c_long(SYS_MOUNT_SETATTR)
    result = LIBC.syscall(
        number,
        ctypes.c_int(AT_FDCWD),
        path.encode(),
        ctypes.c_uint(AT_RECURSIVE),
        ctypes.byref(asked),
        ctypes.c_size_t(ctypes.sizeof(asked)),
    )
    require("mount_setattr of %s, which Linux 5.12 and later have" % path, result)


def prctl(what, option, *values):
    padded = [ctypes.c_ulong(value) for value in values] + [ctypes.c_ulong(0)] * (4 - len(values))
    require(what, LIBC.prctl(ctypes.c_int(option), *padded))


def drop_capabilities():
    """All of them, and the ways to get them back."""
    for capability in range(64):
        if LIBC.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0) < 0:
            if ctypes.get_errno() == errno.EINVAL:
                break
            require("dropping capability %d" % capability, -1)
    prctl("dropping ambient capabilities", PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    nothing = (ctypes.c_uint32 * 6)()
    syscall("capset", MACHINES[machine()]["capset"], header, nothing)


def close_all_but(kept):
    """Closes every descriptor beyond standard error that is not named."""
    first = 3
    for descriptor in sorted(kept) + [1 << 30]:
        if descriptor > first:
            syscall(
                "close_range, which Linux 5.9 and later have",
                SYS_CLOSE_RANGE,
                ctypes.c_uint(first),
                ctypes.c_uint(descriptor - 1),
                ctypes.c_uint(0),
            )
        first = max(first, descriptor + 1)
