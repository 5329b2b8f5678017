"""What ``/healthz`` and ``/metrics`` tell of a running house. Pure: its state in, a mapping or text out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from storage.mailbox import Depth

Sample = tuple[Mapping[str, str], float]  # labels, value

_ESCAPES: Final = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})


@dataclass(frozen=True, slots=True)
class HouseState:
    """A running house at ``now``. Moments are aware; ``None`` means never, or nothing waits.

    ``is_current``: the tables are those of this program. ``is_held``: this process may fetch and claim; it is the one
    that works. ``job_since``: when the longest waiting report or export was asked for.
    """

    now: datetime
    is_current: bool
    is_held: bool
    process_count: int = 1
    fetched_at: datetime | None = None
    conflict_at: datetime | None = None
    depths: Sequence[Depth] = ()
    dead_count: int = 0
    job_since: datetime | None = None
    database_bytes: int | None = None

    def age(self, at: datetime | None) -> float | None:
        """Return the seconds since a moment, not below 0; ``None`` for none."""
        return None if at is None else max(0.0, (self.now - at).total_seconds())


def health_report(state: HouseState) -> dict[str, Any]:
    """Return what ``/healthz`` shows. ``ok``: the database fits and this process works.

    An outage of the platform is none of the process's own faults: to start it anew would not help.
    """
    fetched = state.fetched_at
    return {
        "ok": state.is_current and state.is_held,
        "database": state.is_current,
        "lease": state.is_held,
        "last_fetch_at": fetched.isoformat(timespec="seconds") if fetched else None,
        "last_fetch_age_seconds": _whole(state.age(fetched)),
        "queues": [
            {
                "lane": depth.lane,
                "status": depth.status,
                "count": depth.count,
                "oldest_age_seconds": _whole(state.age(depth.oldest_at)),
            }
            for depth in state.depths
        ],
        "oldest_job_age_seconds": _whole(state.age(state.job_since)),
    }


def metrics_text(state: HouseState) -> str:
    """Return the state in Prometheus's text format (version 0.0.4). What is not known is left out."""
    labelled = [({"lane": depth.lane, "status": depth.status}, depth) for depth in state.depths]
    metrics: list[tuple[str, str, Iterable[Sample]]] = [
        ("database_current", "Whether the tables are those of this program.", _one(state.is_current)),
        ("lease_held", "Whether this process may fetch and send.", _one(state.is_held)),
        ("processes", "Living processes on this database.", _one(state.process_count)),
        (
            "last_fetch_age_seconds",
            "Seconds since updates were last fetched.",
            _one(state.age(state.fetched_at)),
        ),
        (
            "conflict_age_seconds",
            "Seconds since another program was found to use the token.",
            _one(state.age(state.conflict_at)),
        ),
        ("outbox_messages", "Messages that are not settled, or failed.", _counts(labelled)),
        ("outbox_oldest_age_seconds", "Age of the oldest of them.", _ages(labelled, state)),
        ("dead_updates", "Updates whose turn failed.", _one(state.dead_count)),
        (
            "oldest_job_age_seconds",
            "Age of the oldest report or export not done.",
            _one(state.age(state.job_since)),
        ),
        ("database_bytes", "Size of the database's files.", _one(state.database_bytes)),
    ]
    lines: list[str] = []
    for name, meaning, samples in metrics:
        written = [_line(f"khaosat_{name}", *sample) for sample in samples]
        if written:
            lines += [f"# HELP khaosat_{name} {meaning}", f"# TYPE khaosat_{name} gauge", *written]
    return "\n".join(lines) + "\n"


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)


def _one(value: float | None) -> list[Sample]:
    return [] if value is None else [({}, float(value))]


def _counts(labelled: Iterable[tuple[Mapping[str, str], Depth]]) -> list[Sample]:
    return [(labels, float(depth.count)) for labels, depth in labelled]


def _ages(labelled: Iterable[tuple[Mapping[str, str], Depth]], state: HouseState) -> list[Sample]:
    ages = [(labels, state.age(depth.oldest_at)) for labels, depth in labelled]
    return [(labels, age) for labels, age in ages if age is not None]


def _line(name: str, labels: Mapping[str, str], value: float) -> str:
    told = ",".join(f'{key}="{text.translate(_ESCAPES)}"' for key, text in labels.items())
    return f"{name}{{{told}}} {value:.12g}" if told else f"{name} {value:.12g}"
