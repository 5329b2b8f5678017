"""Nothing in the product needs a Unix: offices run it on Windows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNIX_MODULES = {
    "crypt", "curses", "fcntl", "grp", "nis", "posix", "pty", "pwd", "readline", "resource", "spwd", "syslog",
    "termios", "tty", "uvloop",
}  # fmt: skip
UNIX_NAMES = {
    "os": {
        "chown", "chroot", "confstr", "fchdir", "fchmod", "fchown", "fdatasync", "fork", "forkpty", "fpathconf",
        "getegid", "geteuid", "getgid", "getgroups", "getloadavg", "getpgid", "getpgrp", "getpriority",
        "getsid", "getuid", "initgroups", "kill", "killpg", "lchown", "lockf", "mkfifo", "mknod", "nice",
        "openpty", "pathconf", "posix_fadvise", "posix_fallocate", "posix_spawn", "posix_spawnp", "pread",
        "preadv", "pwrite", "pwritev", "readv", "register_at_fork", "sched_getaffinity", "sched_setaffinity",
        "sendfile", "setgid", "setpgid", "setpriority", "setregid", "setreuid", "setsid", "setuid", "statvfs",
        "symlink", "sync", "sysconf", "tcgetpgrp", "tcsetpgrp", "ttyname", "uname", "wait", "wait3", "wait4",
        "waitid", "writev", "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_SYNC",
    },
    "signal": {
        "alarm", "pause", "pthread_kill", "pthread_sigmask", "setitimer", "siginterrupt", "sigpending",
        "sigtimedwait", "sigwait", "sigwaitinfo",
    },
    "asyncio": {
        "open_unix_connection", "start_unix_server",
    },
    "socket": {
        "sethostname", "AF_UNIX", "SO_REUSEPORT",
    },
    "select": {
        "epoll", "kqueue", "poll",
    },
    "loop": {
        "add_reader", "add_signal_handler", "add_writer", "connect_read_pipe", "connect_write_pipe",
        "create_unix_connection", "create_unix_server", "remove_reader", "remove_signal_handler",
        "remove_writer",
    },
    "time": {
        "clock_getres", "clock_gettime", "clock_gettime_ns", "clock_settime", "pthread_getcpuclockid", "tzset",
    },
}  # fmt: skip
WINDOWS_SIGNALS = {
    "SIGABRT",
    "SIGBREAK",
    "SIGFPE",
    "SIGILL",
    "SIGINT",
    "SIGSEGV",
    "SIGTERM",
    "SIG_DFL",
    "SIG_IGN",
}
UNIX_PATH = re.compile(r"/(tmp|dev|proc|etc|var|run|usr|home)(/|$)")
OPTIONAL = {
    ("bot/settings.py", "'/run/secrets'"),  # looked into only where it is
    ("bot/cli/actor.py", "os.getuid"),  # asked only where pwd is
    ("bot/process/whereabouts.py", "'/proc'"),  # without it a lease runs out
}
UNIX_DATE = re.compile(r"%-[a-zA-Z]")
TEXT_MODES = {"r", "w", "a", "x", "r+", "w+", "a+", "rt", "wt", "at"}


def is_guarded(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether other platforms never come here, or are caught: ``if os.name``, ``try … except ImportError``."""
    child, parent = node, parents.get(node)
    while parent is not None:
        if isinstance(parent, ast.If) and re.search(
            r"os\.name|sys\.platform|is_dir\(", ast.unparse(parent.test)
        ):
            return True
        if isinstance(parent, ast.Try) and child in parent.body:
            caught = " ".join(ast.unparse(each.type) for each in parent.handlers if each.type)
            if re.search(r"ImportError|NotImplementedError", caught):
                return True
        if isinstance(parent, ast.With) and "suppress(NotImplementedError)" in ast.unparse(parent.items[0]):
            return True
        child, parent = parent, parents.get(parent)
    return False


def needs_of(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """What in a module other platforms do not have, or have otherwise."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    awaited = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Await)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = (
                [each.name for each in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            )
            yield from ((node, name) for name in names if name.partition(".")[0] in UNIX_MODULES)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield from _of_attribute(node, node.value.id)
        elif isinstance(node, ast.Call) and id(node) not in awaited:
            yield from _of_call(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield from _of_text(node, node.value)


def _of_attribute(node: ast.Attribute, owner: str) -> Iterator[tuple[ast.AST, str]]:
    if node.attr in UNIX_NAMES.get(owner, ()):
        yield node, f"{owner}.{node.attr}"
    if owner == "signal" and node.attr.startswith("SIG") and node.attr not in WINDOWS_SIGNALS:
        yield node, f"signal.{node.attr}"


def _of_text(node: ast.Constant, text: str) -> Iterator[tuple[ast.AST, str]]:
    if UNIX_PATH.match(text) or UNIX_DATE.search(text):
        yield node, repr(text)


def _of_call(node: ast.Call) -> Iterator[tuple[ast.AST, str]]:
    """A text that is read or written in whatever encoding the machine prefers (cp1258 on a Vietnamese Windows)."""
    is_method = isinstance(node.func, ast.Attribute)
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if any(keyword.arg == "encoding" for keyword in node.keywords):
        return
    if is_method and name in ("read_text", "write_text") and len(node.args) == (name == "write_text"):
        yield node, f"{name} without an encoding"
    place = 0 if is_method else 1  # of the mode; a member of an archive is opened by its name, as bytes
    given = node.args[place] if len(node.args) > place else None
    mode = given.value if isinstance(given, ast.Constant) else None
    if name in ("open", "fdopen") and (mode in TEXT_MODES or len(node.args) == place):
        yield node, f"{name} without an encoding"


@pytest.mark.parametrize("room", ["bot", "storage", "surveys"])
def test_no_module_needs_a_unix(room: str) -> None:
    """No call, signal, path or date format that only Unix has, and no text in the machine's own encoding."""
    found = []
    for path in sorted((ROOT / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node, what in needs_of(tree):
            name = path.relative_to(ROOT).as_posix()
            if (name, what) not in OPTIONAL and not is_guarded(node, parents):
                found.append(f"{name}:{getattr(node, 'lineno', 0)}: {what}")
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "import fcntl",
        "import readline",
        "import curses.panel",
        "os.fdatasync(1)",
        "os.lockf(1, 0, 0)",
        "os.sysconf('SC_NPROCESSORS_ONLN')",
        "loop.add_reader(1, print)",
        "from resource import getrusage",
        "os.fork()",
        "signal.SIGKILL",
        "loop.add_signal_handler(2, stop)",
        "path = '/tmp/x'",
        "f'{day:%-d}'",
        "path.read_text()",
        "open(name)",
        "path.open('w')",
        "path.open()",
    ],
)
def test_what_needs_a_unix_is_found(code: str) -> None:
    """The test above can fail: each kind is seen, and is allowed behind a guard."""
    tree = ast.parse(code)
    assert list(needs_of(tree)), ast.dump(tree)
    guarded = ast.parse(f"if os.name == 'posix':\n    {code}")
    parents = {child: node for node in ast.walk(guarded) for child in ast.iter_child_nodes(node)}
    assert all(is_guarded(node, parents) for node, _ in needs_of(guarded))
