"""Worker processes that begin at once: forked from a process that has imported what they need.

A worker of the bot imports for more than a second before it carries out its first order. In a test that waits for many
of them that is most of the time. What they do is the same: ``bot.office.worker`` serves, in a process of its own.
"""

import asyncio
import importlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from bot.office.beside import Running

IMPORTED: Final = (
    "bot.office.export",
    "bot.office.form_work",
    "bot.office.lists",
    "bot.office.report",
    "bot.office.rules_work",
    "surveys.reporting.codes_workbook",
)


class WarmWorkers:
    """A process that forks workers, for as long as the tests run."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="khaosat-workers-")
        self._path = str(Path(self._folder.name) / "socket")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm_workers", self._path], stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"

    async def start(self) -> Running:
        """Start a worker: takes the place of ``bot.office.beside.start_process``."""
        results, orders = await asyncio.open_unix_connection(self._path)

        async def wait() -> int | None:
            await orders.wait_closed()
            return None

        return Running(orders, results, orders.close, wait)

    def close(self) -> None:
        """End the process and every worker with it."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._folder.cleanup()


def serve(path: str) -> None:
    """Fork a worker for each connection."""
    for name in IMPORTED:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        print("ready", flush=True)  # noqa: T201 - whoever started this process waits for it
        while True:
            connection, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                _become_worker(connection)
            connection.close()


def _become_worker(connection: socket.socket) -> None:
    from bot.office import worker  # noqa: PLC0415 - imported already, in the process that forked this one

    os.dup2(connection.fileno(), 0)
    os.dup2(connection.fileno(), 1)
    connection.close()
    worker.serve()


if __name__ == "__main__":
    serve(sys.argv[1])
