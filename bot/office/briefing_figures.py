"""The figures of a round, counted in a worker process: the pulse against the one before, standards that end soon."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.office.material import StandardsWrong, gather, load_standards, review_all
from bot.office.orders import find_wave
from storage.database import Database
from storage.scope import Scope
from surveys.standards import Version
from surveys.titles import Titles


@dataclass(frozen=True, slots=True)
class FigureSource:
    """What is read: ``wave`` is the pulse and ``previous`` the one before, 0 if there is none.

    ``standards`` is the text of the office's own file, ``version`` its workbook.
    """

    url: str = field(repr=False)
    wave: int
    previous: int
    as_of: date
    zone: ZoneInfo
    titles: Titles = field(repr=False)
    scope: Scope
    standards: str = ""
    version: Version | None = None


def count_figures(source: FigureSource) -> dict[str, Any]:
    """Return the figures as the archive keeps them, small cells hidden: for a worker process."""
    return asyncio.run(_count(source))


async def _count(source: FigureSource) -> dict[str, Any]:
    from surveys.briefing.deadlines import deadlines_near  # noqa: PLC0415 - numpy, which the chat never needs
    from surveys.briefing.pulse import pulse_of  # noqa: PLC0415

    database = Database(source.url)
    try:
        async with database.read() as conn:
            waves = []
            for number in (source.wave, source.previous):
                wave = await find_wave(conn, number, scope=source.scope) if number else None
                waves.append(
                    await gather(
                        conn,
                        wave,
                        as_of=source.as_of,
                        zone=source.zone,
                        titles=source.titles,
                        scope=source.scope,
                    )
                )
    finally:
        await database.dispose()
    now, before = waves
    pulse = None if now.wave is None else pulse_of(now.wave, before.wave).to_json()
    try:
        standards = load_standards(source.standards, source.titles, source.version)
        first = next(iter(review_all(standards, now.roster, source.as_of).values()), None)
        deadlines = deadlines_near(first.verdicts, source.as_of) if first is not None else ()
    except StandardsWrong:
        deadlines = ()  # who imports them is told what is wrong; an agenda comes without them
    return {"pulse": pulse, "deadlines": [each.to_json() for each in deadlines]}
