"""What time of day it is in the office. The processes know real time only: so the office moves, not the clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tests.process.premises import Premises

MORNING: Final = 8
"""O'clock: with it office hours begin that last longer than a run."""
NIGHT: Final = 22
NEAR: Final = 3  # so many days before and after today are working days


@dataclass(frozen=True)
class Stay:
    """The office stands in ``zone`` from ``since`` on."""

    since: datetime
    zone: ZoneInfo


class Travels:
    """Where the office stood, from first to last."""

    def __init__(self, premises: Premises) -> None:
        self._premises = premises
        self.stays: list[Stay] = []
        days = premises.folder / "working-days.txt"
        days.write_text("\n".join(_working_days(premises.simulator.clock.now())), encoding="utf-8")
        premises.settings["KHAOSAT_HOLIDAYS_FILE"] = str(days)

    def moves_where_it_is(self, hour: int) -> None:
        """Move the office to where it is ``hour`` o'clock now; whatever starts from now on knows it."""
        now = self._premises.simulator.clock.now()
        name = zone_at(hour, now)
        self._premises.settings["KHAOSAT_TIMEZONE"] = name
        self.stays.append(Stay(now, ZoneInfo(name)))


def zone_at(hour: int, now: datetime) -> str:
    """Return the name of a zone in which it is between ``hour`` o'clock and the next."""
    ahead = (hour - now.astimezone(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def local_time(stays: Sequence[Stay], at: datetime) -> datetime:
    """Return what time it was in the office at a moment."""
    return at.astimezone(next(stay.zone for stay in reversed(stays) if stay.since <= at))


def _working_days(now: datetime) -> Iterator[str]:
    for days in range(-NEAR, NEAR + 1):
        yield f"{(now + timedelta(days=days)).date()} work Làm bù"
