"""``khaosat`` as a process that begins at once: forked from one that has imported it.

Python and the imports take more than a second of processor time before a command does anything, and the process tests
run hundreds of them. What runs is the same ``bot.cli.main``, in a process of its own that can be killed; how it starts
from nothing is tested in ``test_start.py``.
"""

import asyncio
import atexit
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, Protocol

ROOT: Final = Path(__file__).parents[2]
IMPORTED: Final = ("bot.cli.root", "bot.cli.running", "bot.app")
LONGEST_ORDER: Final = 1_000_000  # bytes


class Process(Protocol):
    """What the tests use of ``asyncio.subprocess.Process``."""

    stdout: asyncio.StreamReader | None
    stderr: asyncio.StreamReader | None

    @property
    def pid(self) -> int:
        """Its number."""

    @property
    def returncode(self) -> int | None:
        """How it ended; ``None`` while it runs."""

    async def wait(self) -> int:
        """Return how it ended, when it has."""

    async def communicate(self) -> tuple[bytes, bytes]:
        """Return all that it wrote, when it has ended."""

    def send_signal(self, signal: int) -> None:
        """Send a signal."""

    def kill(self) -> None:
        """``kill -9``."""


class Forked:
    """A command that was forked. Ends as ``asyncio.subprocess.Process`` does: minus the signal, or the exit code."""

    def __init__(
        self,
        pid: int,
        ended: asyncio.Task[int],
        stdout: asyncio.StreamReader,
        stderr: asyncio.StreamReader | None,
    ) -> None:
        self.pid = pid
        self.stdout: asyncio.StreamReader | None = stdout
        self.stderr = stderr
        self._ended = ended

    @property
    def returncode(self) -> int | None:
        """How it ended; ``None`` while it runs."""
        return self._ended.result() if self._ended.done() else None

    async def wait(self) -> int:
        """Return how it ended, when it has."""
        return await asyncio.shield(self._ended)

    async def communicate(self) -> tuple[bytes, bytes]:
        """Return all that it wrote, when it has ended."""
        assert self.stdout is not None
        assert self.stderr is not None
        out, err = await asyncio.gather(self.stdout.read(), self.stderr.read())
        await self.wait()
        return out, err

    def send_signal(self, signal: int) -> None:
        """Send a signal, unless it has ended."""
        if not self._ended.done():
            os.kill(self.pid, signal)

    def kill(self) -> None:
        """``kill -9``."""
        self.send_signal(signal.SIGKILL)


class Forge:
    """A process that has imported ``khaosat`` and forks commands, for as long as the tests run."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="khaosat-commands-")
        self._path = str(Path(self._folder.name) / "socket")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KHAOSAT_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.process.forked", self._path],
            stdin=subprocess.PIPE,  # closed with the process of the tests, however that ends
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment | {"PYTHONPATH": str(ROOT)},
        )
        atexit.register(self.close)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"

    async def begin(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], *, is_one_stream: bool
    ) -> Forked:
        """Begin a command in a folder. ``is_one_stream``: errors are written where everything else is."""
        outputs = [os.pipe() for _ in range(1 if is_one_stream else 2)]
        ends = [write for _, write in outputs]
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(self._path)
            order = json.dumps([list(arguments), str(folder), dict(environment)]).encode()
            socket.send_fds(connection, [len(order).to_bytes(4)], [ends[0], ends[-1]])
            connection.sendall(order)
            for end in ends:
                os.close(end)
            told, kept_open = await asyncio.open_connection(sock=connection.dup())
        pid = int(await told.readline())
        ended = asyncio.create_task(_end_of(told, kept_open))
        streams = [await _reader(read) for read, _ in outputs]
        return Forked(pid, ended, streams[0], None if is_one_stream else streams[1])

    def close(self) -> None:
        """End the process that forks."""
        self._process.kill()
        self._process.wait()
        for end in (self._process.stdin, self._process.stdout):
            assert end is not None
            end.close()
        self._folder.cleanup()


@cache
def forge() -> Forge:
    """Return the process of this test run that forks; started when it is first needed."""
    return Forge()


async def _end_of(told: asyncio.StreamReader, kept_open: asyncio.StreamWriter) -> int:
    try:
        return int(await told.readline())
    finally:
        kept_open.close()


async def _reader(end: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(end, "rb", buffering=0))
    return reader


# --- the process that forks -------------------------------------------------------------------------


def serve(path: str) -> None:
    """Fork for each order; in the forked process return, ready to run the command."""
    for name in IMPORTED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    awake, wake = socket.socketpair()
    for end in (awake, wake):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.fileno())
    waiting: dict[int, socket.socket] = {}
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    print("ready", flush=True)  # noqa: T201 - whoever started this process waits for it
    with selectors.DefaultSelector() as selector:
        for ready in (listener, awake, sys.stdin):
            selector.register(ready, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is sys.stdin:
                    sys.exit()  # nobody is left to fork for
                if key.fileobj is awake:
                    awake.recv(4096)
                    _tell_ends(waiting)
                    continue
                connection, _ = listener.accept()
                pid = _fork(connection)
                if pid == 0:
                    return
                waiting[pid] = connection
                connection.sendall(b"%d\n" % pid)


def _fork(connection: socket.socket) -> int:
    """Fork for one order; returns the number of the new process, 0 within it."""
    size, ends, *_ = socket.recv_fds(connection, 4, 2)
    order = b""
    while len(order) < int.from_bytes(size):
        order += connection.recv(LONGEST_ORDER)
    arguments, folder, environment = json.loads(order)
    pid = os.fork()
    if pid:
        for end in ends:
            os.close(end)
        return pid
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for place, end in enumerate(ends, start=1):
        os.dup2(end, place)
    os.closerange(3, max(ends) + 64)
    sys.stdout = os.fdopen(1, "w", encoding=sys.stdout.encoding)
    sys.stderr = os.fdopen(2, "w", encoding=sys.stderr.encoding, errors="backslashreplace", buffering=1)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["khaosat", *arguments]
    return 0


def _tell_ends(waiting: dict[int, socket.socket]) -> None:
    """Tell of each process that has ended how it did."""
    for pid in list(waiting):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            with (
                waiting.pop(pid) as connection,
                suppress(BrokenPipeError),
            ):  # a test that failed waits no more
                connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    serve(sys.argv[1])
    importlib.import_module("bot.cli").main()
