"""After the retention nobody can tell whose answers a wave holds, not even with the whole database in hand.

What ties a row to a person is not only the person's number. Gone are: every moment (the chain of consent knows when
somebody began), revisions and paradata, the contact attempts, whatever the roster knows of the person, words of
one's own. Of when a chat became somebody's the day is left. Cases and responses are written anew under new numbers in
an order drawn by lot: the old ones told the order of the roster. Unit and title stay where at least five people with
answers share them. How the fieldwork went is counted before (``storage.fieldwork.tallies_of``), so that its tables
stay.

What a later report says less of: response by unit and title (few share both), the title group of titles that fewer
than five answered, ages, concurrent posts, dates; competencies that only such titles were asked; the words of
answers in one's own words. If fewer than five answered a wave, nothing of their answers stays.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import instruments
from storage.decisions import forget_answers
from storage.fieldwork import tallies_of
from storage.frame.units import name_units
from storage.page import clear_chats_of_wave
from storage.records import WaveRecord, columns_of, wave_record
from storage.scrubbing import mark_leftovers
from storage.sql import waves
from storage.unlinking.anew import write_anew
from storage.unlinking.claims import coarsen_claims
from storage.unlinking.shares import NOT_TOLD, POST, find_echoes, read_cases, share
from storage.wave_people import forget_people_of
from surveys.unlinking import Cut

__all__ = ["unlink_expired"]


async def unlink_expired(conn: AsyncConnection, now: datetime, retention_days: int) -> int:
    """Make the waves closed ``retention_days`` ago nobody's; returns how many cases. Again: nothing happens.

    All of it in the caller's transaction: after a crash a wave is unlinked or it is not.
    """
    over = select(*columns_of(WaveRecord, waves)).where(
        waves.c.state == "closed",
        waves.c.closed_at <= now - timedelta(days=retention_days),
        waves.c.unlinked_at.is_(None),
    )
    rows = (await conn.execute(over.order_by(waves.c.id).with_for_update())).mappings().all()
    count = sum([await _unlink(conn, wave_record(row), now) for row in rows])
    if count:
        await mark_leftovers(conn, now)
    return count


async def _unlink(conn: AsyncConnection, wave: WaveRecord, now: datetime) -> int:
    form = await instruments.form_of(conn, wave)
    tallies = await tallies_of(conn, wave.id)
    found = await read_cases(conn, wave, form)
    exact = [case.outcome for case in found]
    echoes = await find_echoes(conn, found)
    share(found)
    called = await name_units(conn)
    groups = Counter(
        (NOT_TOLD if case.unit_id is None else called[case.unit_id][0], case.title or NOT_TOLD, outcome)
        for case, outcome in zip(found, exact, strict=True)
    )
    tallies["groups"] = [[*group, count] for group, count in sorted(groups.items())]
    cuts = {keeps: Cut.of(form, POST if keeps else frozenset(), echoes) for keeps in (True, False)}
    tallies["stops"] = _told_stops(tallies["stops"], cuts[False])
    await forget_answers(conn, {"wave": wave.id})
    await clear_chats_of_wave(conn, wave.id)
    await write_anew(conn, wave, cuts, found)
    await forget_people_of(conn, wave.id)
    await coarsen_claims(conn, wave.closed_at or wave.closes_at)
    await conn.execute(update(waves).where(waves.c.id == wave.id).values(unlinked_at=now, tallies=tallies))
    return len(found)


def _told_stops(stops: Mapping[str, int], cut: Cut) -> dict[str, int]:
    """Tell of each stop only the last screen that is asked of everybody: others tell who was asked."""
    told: Counter[str] = Counter()
    for screen, count in stops.items():
        told[cut.screen(screen)] += count
    return dict(sorted(told.items()))
