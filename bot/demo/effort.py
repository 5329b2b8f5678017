"""What a finished response costs its official: medians over those who finished, all told."""

from collections.abc import Iterable
from statistics import median
from typing import Final

from sqlalchemy import distinct, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.simulator import Browser, Phone
from bot.simulator.zalo import ZaloPhone
from storage.sql import cases, paradata, responses

DOES: Final = ("said", "tapped", "opened")


async def effort_of(
    conn: AsyncConnection, wave_id: int, phones: Iterable[Phone | ZaloPhone | Browser]
) -> dict[str, float]:
    """Return the medians: ``screens`` (the list and the review among them), ``minutes``, ``taps``.

    ``taps`` counts whatever the phones of ``phones`` tapped or typed, from the code to sending the form in.
    """
    of_wave = responses.c.case_id.in_(select(cases.c.id).where(cases.c.wave_id == wave_id))
    whole = of_wave & responses.c.completed_at.is_not(None)
    shown = select(func.count(distinct(paradata.c.screen))).where(
        paradata.c.response_id == responses.c.id, paradata.c.event == "shown", paradata.c.screen != "@done"
    )
    query = select(responses.c.started_at, responses.c.completed_at, shown.scalar_subquery()).where(whole)
    rows = [(row[0], row[1], row[2]) for row in await conn.execute(query)]
    did = [sum(moment.kind in DOES for moment in phone.chat.story) for phone in phones]
    if not rows or not did:
        return {}
    minutes = [(end - start).total_seconds() / 60 for start, end, _ in rows]
    return {
        "screens": median(screens for *_, screens in rows),
        "taps": median(did),
        "minutes": round(median(minutes), 1),
    }
