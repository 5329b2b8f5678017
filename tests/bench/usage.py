"""What a process and its children use: seconds of CPU, memory. Read from /proc, so Linux only."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TICK: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Usage:
    """CPU in seconds (user and system), memory in megabytes: now, and the most so far."""

    cpu: float
    rss: float
    peak: float


def usage_of(pid: int) -> Usage:
    """Return what a process uses, its living and its awaited children included. Raises ``OSError`` if it has ended."""
    cpu, rss, peak = _cpu(pid), *_memory(pid)
    for child in _children(pid):
        try:
            below = usage_of(child)
        except OSError:  # it has just ended: its parent's account holds it from now on
            continue
        cpu, rss, peak = cpu + below.cpu, rss + below.rss, peak + below.peak
    return Usage(cpu, rss, peak)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICK


def _memory(pid: int) -> tuple[float, float]:
    status = Path(f"/proc/{pid}/status").read_text()
    found = [status.partition(f"{name}:")[2].split() for name in ("VmRSS", "VmHWM")]
    rss, peak = (int(words[0]) / 1024 if words else 0.0 for words in found)
    return rss, peak


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]
