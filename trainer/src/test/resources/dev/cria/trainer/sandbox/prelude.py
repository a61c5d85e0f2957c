import ctypes, errno, os, signal, socket, sys, threading, time

libc = ctypes.CDLL(None, use_errno=True)


def attempt(act):
    """Says ESCAPED if what must fail did not."""
    try:
        print("ESCAPED", act())
    except OSError as failure:
        print("tried", failure)


def denied(number, *arguments):
    """A call of the system that the filter must stop, not a check behind it."""
    result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(argument) for argument in arguments])
    refused = result == -1 and ctypes.get_errno() in (errno.EPERM, errno.ENOSYS, errno.EAFNOSUPPORT)
    print("tried" if refused else "ESCAPED %d %d" % (result, ctypes.get_errno()))


def fails(result):
    """For functions of libc."""
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return result
