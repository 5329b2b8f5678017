"""Where a process runs: what a lease tells of its holder, and whether that process is gone from this machine."""

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

PROC: Final = Path("/proc")
_ENDED: Final = ("Z", "X")  # states in which a process does nothing any more (man 5 proc)


def this_process() -> dict[str, Any]:
    """Return what a lease tells of this process: ``host`` and ``pid`` for people, ``machine`` and ``began`` for us.

    ``machine`` is empty where there is no ``/proc`` (Windows, macOS): there a dead holder's lease has to run out.
    """
    pid = os.getpid()
    return {"host": socket.gethostname(), "pid": pid, "machine": _machine(), "began": _began(pid) or ""}


def is_gone(told: Mapping[str, Any]) -> bool:
    """Whether the process ran on this very machine and does not exist any more. False if that cannot be known."""
    machine = _machine()
    if not machine or told.get("machine") != machine:
        return False
    pid = told.get("pid")
    if not isinstance(pid, int):
        return False
    began = _began(pid)
    return not _is_hidden(pid) if began is None else began != told.get("began")


def _machine() -> str:
    """Name this boot of this machine and, in a container, its own numbering of processes; empty if unknown."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {(PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return ""


def _began(pid: int) -> str | None:
    """Return when a process began, in ticks since the boot; empty if it has ended, ``None`` if none is to be seen."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()  # the name before may hold anything
    return "" if fields[0] in _ENDED else fields[19]


def _is_hidden(pid: int) -> bool:
    """Whether there is such a process although ``/proc`` does not show it: another account's, for a service."""
    if os.name == "posix":
        try:
            os.getpgid(pid)
        except ProcessLookupError:
            return False
        except OSError:
            return True
    return True
