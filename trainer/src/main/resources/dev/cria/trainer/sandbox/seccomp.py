"""The filter of system calls (seccomp, classic BPF): what programs have no use for, and the kernel's history of holes is in."""

import ctypes
import errno

import kernel

# Number on x86_64 and on aarch64; None where there is no such call.
DENIED = {
    # into other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440),
    # the tree of files
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262),
    "fanotify_mark": (301, 263),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    # namespaces
    "unshare": (272, 97),
    "setns": (308, 268),
    # programs and rings in the kernel
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_setup": (206, 0),
    "vmsplice": (278, 75),
    # keys
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # memory that no limit of a process counts
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "mbind": (237, 235),
    "set_mempolicy": (238, 237),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    # the machine
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "acct": (163, 89),
    "syslog": (103, 116),
    "vhangup": (153, 58),
    "personality": (135, 92),
    "lookup_dcookie": (212, 18),
    "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None),
    "uselib": (134, None),
    "sysfs": (139, None),
}

# AUDIT_ARCH; clone, socket, ioctl and prlimit64, which depend on what is asked.
ARCHITECTURES = {"x86_64": (0xC000003E, 56, 41, 16, 302), "aarch64": (0xC00000B7, 220, 198, 29, 261)}
CLONE3 = 435
# What came after this filter was written is not there; on x86_64 this is the x32 interface too.
LAST_KNOWN = 456

NEW_NAMESPACES = 0x7E020000
AF_UNIX = 1
TIOCSTI, TIOCLINUX = 0x5412, 0x541C

LOAD, JUMP_EQUAL, JUMP_GREATER, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
SECCOMP_MODE_FILTER = 2


def program(machine):
    """Instructions of the filter: code, jump if so, jump if not, constant."""
    architecture, clone, socket, ioctl, prlimit = ARCHITECTURES[machine]
    column = list(ARCHITECTURES).index(machine)
    code = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (JUMP_GREATER, 0, 1, LAST_KNOWN),
        (RETURN, 0, 0, ERRNO | errno.ENOSYS),
        # Behind a pointer, where a filter cannot look; libraries go on with clone.
        (JUMP_EQUAL, 0, 1, CLONE3),
        (RETURN, 0, 0, ERRNO | errno.ENOSYS),
    ]
    for numbers in DENIED.values():
        if numbers[column] is not None:
            code += [(JUMP_EQUAL, 0, 1, numbers[column]), (RETURN, 0, 0, ERRNO | errno.EPERM)]
    code += [
        (JUMP_EQUAL, 0, 4, clone),
        (LOAD, 0, 0, ARGUMENTS),
        (JUMP_ANY_BIT, 0, 1, NEW_NAMESPACES),
        (RETURN, 0, 0, ERRNO | errno.EPERM),
        (RETURN, 0, 0, ALLOW),
        (JUMP_EQUAL, 0, 4, socket),
        (LOAD, 0, 0, ARGUMENTS),
        (JUMP_EQUAL, 1, 0, AF_UNIX),
        (RETURN, 0, 0, ERRNO | errno.EAFNOSUPPORT),
        (RETURN, 0, 0, ALLOW),
        (JUMP_EQUAL, 0, 5, ioctl),
        (LOAD, 0, 0, ARGUMENTS + 8),
        (JUMP_EQUAL, 1, 0, TIOCSTI),
        (JUMP_EQUAL, 0, 1, TIOCLINUX),
        (RETURN, 0, 0, ERRNO | errno.EPERM),
        (RETURN, 0, 0, ALLOW),
        # Of itself, which is 0.
        (JUMP_EQUAL, 0, 4, prlimit),
        (LOAD, 0, 0, ARGUMENTS),
        (JUMP_EQUAL, 1, 0, 0),
        (RETURN, 0, 0, ERRNO | errno.EPERM),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, ALLOW),
    ]
    return code


def install():
    """For this process and all that it starts, for good."""

    class Instruction(ctypes.Structure):
        _fields_ = [("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32)]

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(Instruction))]

    code = program(kernel.machine())
    instructions = (Instruction * len(code))(*[Instruction(*step) for step in code])
    filter_program = Program(len(code), instructions)
    address = ctypes.addressof(filter_program)
    kernel.prctl("seccomp, a filter of system calls", kernel.PR_SET_SECCOMP, SECCOMP_MODE_FILTER, address)
