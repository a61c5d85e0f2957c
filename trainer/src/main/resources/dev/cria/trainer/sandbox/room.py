"""The namespaces of a program and the tree of files that it sees."""

import os
import sys
import sysconfig

import kernel

# What libraries are linked with; of the whole of /usr, only these are seen.
LIBRARIES = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/share/zoneinfo")
DEVICES = ("null", "zero", "full", "random", "urandom")
SYSTEM = ("/usr", "/usr/local", "/")
WORK = "/tmp"
INSIDE = 1000
ROOM = kernel.NEW_PID | kernel.NEW_NET | kernel.NEW_IPC | kernel.NEW_UTS | kernel.NEW_CGROUP

# Numbers that neither people, services nor containers of systemd have (systemd.io/UIDS-GIDS).
FIRST_STRANGER = 1900000000


def separate():
    """Leaves the namespaces of the machine; says which user the program will be there.

    Root makes the room as root and the program becomes a user whom nothing belongs to. Any other user
    makes a user namespace first.
    """
    if os.geteuid() == 0:
        try:
            kernel.unshare("namespaces", ROOM)
            return FIRST_STRANGER + os.getpid()
        except kernel.Refused:
            pass
    user, group = os.geteuid(), os.getegid()
    kernel.unshare("a user namespace", kernel.NEW_USER | ROOM)
    map_user(os.open("/proc/self", os.O_DIRECTORY), user, group)
    return None


def map_user(process, user, group):
    """Makes a user of the machine the only one of this process's namespace; process: its folder in /proc."""
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", "%d %d 1" % (INSIDE, user)),
        ("gid_map", "%d %d 1" % (INSIDE, group)),
    ):
        try:
            os.write(os.open(name, os.O_WRONLY, dir_fd=process), text.encode())
        except OSError as failure:
            raise kernel.Refused("a user namespace, %s: %s" % (name, failure.strerror)) from failure


def visible():
    """Files and folders of the machine that the interpreter needs, and no more."""
    paths = list(LIBRARIES)
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    for prefix in prefixes - set(SYSTEM):
        paths += [os.path.join(prefix, name) for name in ("bin", "lib", "lib64", "pyvenv.cfg")]
    paths += [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), "/usr/local/lib"]
    executable = sys.executable
    paths.append(executable)
    while os.path.islink(executable):
        executable = os.path.join(os.path.dirname(executable), os.readlink(executable))
        paths.append(os.path.normpath(executable))
    home = os.path.realpath(os.path.expanduser("~"))
    seen = []
    for path in sorted(set(paths)):
        inside_another = any(path == other or path.startswith(other + "/") for other in seen)
        if os.path.lexists(path) and not inside_another:
            if home == path or home.startswith(path.rstrip("/") + "/"):
                raise kernel.Refused("Python is installed over the home folder %s" % home)
            seen.append(path)
    return seen


def build(files, work_bytes):
    """Makes the root folder of this process one that holds what a program may see.

    files: texts by the name that they get in the root folder
    work_bytes: size of /tmp, the one folder that can be written to
    """
    shown = visible()
    # Not before: whoever watches goes on seeing the machine's files.
    kernel.unshare("a namespace of mounts", kernel.NEW_NS)
    # The place of the new root: a folder that is there everywhere, and is not hidden from others by it.
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    own_bytes = sum(len(text.encode()) for text in files.values()) + (1 << 20)
    kernel.mount("tmpfs", WORK, "tmpfs", kernel.MS_NOSUID, "size=%d,nr_inodes=4096,mode=755" % own_bytes)
    os.mkdir(WORK + "/old")
    kernel.pivot_root(WORK, WORK + "/old")
    os.chdir("/")
    for folder in ("/tmp", "/dev", "/etc"):
        os.mkdir(folder)
    kernel.mount(
        "tmpfs",
        WORK,
        "tmpfs",
        kernel.MS_NOSUID | kernel.MS_NODEV,
        "size=%d,nr_inodes=4096,mode=1777" % work_bytes,
    )
    for path in shown:
        show(path)
    for name in DEVICES:
        show("/dev/" + name, device=True)
    os.symlink("/tmp", "/dev/shm")
    cache = "/old/etc/ld.so.cache"
    if os.path.exists(cache):
        with open(cache, "rb") as source, open("/etc/ld.so.cache", "wb") as target:
            target.write(source.read(1 << 19))
    for name, text in files.items():
        with open("/" + name, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)


def show(path, device=False):
    """Makes a path of the machine visible, only for reading."""
    source = "/old" + path
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.islink(source):
        os.symlink(os.readlink(source), path)
        return
    if os.path.isdir(source):
        os.mkdir(path)
    else:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o644))
    kernel.mount(source, path, None, kernel.MS_BIND | kernel.MS_REC)
    kept = kernel.MOUNT_ATTR_RDONLY | kernel.MOUNT_ATTR_NOSUID
    kernel.seal(path, kept if device else kept | kernel.MOUNT_ATTR_NODEV)


def shut():
    """Lets go of the machine's files; from here on the root folder cannot be changed."""
    kernel.unmount("/old")
    os.rmdir("/old")
    root = kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV
    kernel.mount(None, "/", None, root)
