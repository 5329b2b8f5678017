"""Whether a wave was reported otherwise before: what one report hides, the other may show, or their difference tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.texts import say
from bot.texts.reports import TEXTS
from storage.report_orders import list_report_orders


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What the figures of a report depend on, and what it hides; no layout. ``regime``: empty for that in force."""

    as_of: date
    regime: str = ""
    publishes_roster: bool = False

    @classmethod
    def of(cls, details: Mapping[str, Any], at: datetime, zone: ZoneInfo) -> "ReportOptions":
        """Read an order of the audit log; one from the chat is of the day on which it was given."""
        told = details.get("as_of")
        as_of = date.fromisoformat(told) if told else at.astimezone(zone).date()
        return cls(as_of, details.get("regime", ""), bool(details.get("publishes_roster")))


async def warn_of_others(conn: AsyncConnection, wave: int, options: ReportOptions, zone: ZoneInfo) -> str:
    """Return a sentence if a report of the wave was ordered with other options: both together tell what each hides."""
    ordered = await list_report_orders(conn, wave)
    is_other = any(ReportOptions.of(each.details, each.at, zone) != options for each in ordered)
    return say(TEXTS.other_report, number=wave) if is_other else ""
