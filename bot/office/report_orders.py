"""Reports that were ordered: entered into the audit log, and read there again.

What one report of a wave hides, another made otherwise may show, or their difference tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.office.orders import note_order
from bot.texts import say
from bot.texts.reports import TEXTS
from storage import office

ORDERED: Final = "wave.report"
"""The action under which an order of a report stands in the audit log."""


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What the figures of a report depend on, and what it hides; no layout. ``regime``: empty for that in force.

    ``standards``: the number of the office's own version that was used, 0 without one. ``units``: of whom it tells,
    by the numbers of the units at the top; empty for everybody.
    """

    as_of: date
    regime: str = ""
    publishes_roster: bool = False
    standards: int = 0
    units: tuple[int, ...] = ()

    @classmethod
    def of(cls, details: Mapping[str, Any], at: datetime, zone: ZoneInfo) -> "ReportOptions":
        """Read an order of the audit log; one from the chat is of the day on which it was given."""
        told = details.get("as_of")
        as_of = date.fromisoformat(told) if told else at.astimezone(zone).date()
        return cls(
            as_of,
            details.get("regime", ""),
            bool(details.get("publishes_roster")),
            int(details.get("standards", 0)),
            tuple(details.get("units", ())),
        )


async def note_report(conn: AsyncConnection, actor: str, details: Mapping[str, Any], now: datetime) -> None:
    """Enter the order of a report: what was ordered; and of its own, that the roster's statistics are published."""
    await note_order(conn, actor, ORDERED, details, now)
    if details["publishes_roster"]:
        await note_order(conn, actor, "roster.publish", {"wave": details["wave"]}, now)


async def warn_of_others(conn: AsyncConnection, wave: int, options: ReportOptions, zone: ZoneInfo) -> str:
    """Return a sentence if a report of the wave was ordered with other options: both together tell what each hides."""
    ordered = await office.list_orders(conn, None, action=ORDERED)
    is_other = any(
        ReportOptions.of(each.details, each.at, zone) != options
        for each in ordered
        if each.details.get("wave") == wave
    )
    return say(TEXTS.other_report, number=wave) if is_other else ""
