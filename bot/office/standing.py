"""How the waves stand, read from the archive for the menu and the command line."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.office.menu import WaveLine
from bot.office.orders import asks_somebody
from bot.office.progress import Progress, UnitCase, count_progress
from bot.texts.waves import PILOT
from storage import cases, closings, extracts, fieldwork, frame, instruments, reachable, series
from storage.closings import Time
from storage.frame import Post
from storage.instruments import FormRecord
from storage.records import WaveRecord
from storage.scope import EVERYTHING, Scope
from storage.wave_people import people_of
from surveys.briefing.rounds import PULSE_FORM
from surveys.disposition import CaseFacts
from surveys.titles import Titles


async def progress_of(
    conn: AsyncConnection,
    wave: WaveRecord,
    as_of: date,
    *,
    scope: Scope = EVERYTHING,
    titles: Titles | None = None,
    now: datetime | None = None,
) -> Progress:
    """Count how far a wave is, by unit, or by title if ``titles`` are given to name them.

    To be reminded by hand is who can still answer ``now``, if that is given.

    Of one that is still planned: whom it would ask as of a day.
    """

    def group(of: Post | fieldwork.CaseKind) -> tuple[str, str]:
        return (of.title, titles.label(of.title)) if titles else (of.unit_code, of.unit_name)

    if wave.state == "planned":
        people = await people_of(conn, wave)
        posts = await frame.list_posts(conn, as_of, wave.unit_codes, wave.titles, people=people, scope=scope)
        return count_progress(
            UnitCase(*group(post), CaseFacts(is_linked=is_linked), count)
            for post in posts
            for is_linked, count in ((True, post.linked_count), (False, post.count - post.linked_count))
        )
    kinds = await fieldwork.case_kinds(conn, wave.id, scope=scope)
    progress = count_progress(UnitCase(*group(each), each.facts, each.count) for each in kinds)
    if wave.state != "open":
        return progress
    by_hand = await reachable.by_hand(conn, wave.id, time=Time(after=now), scope=scope)
    return replace(progress, by_hand_count=len(by_hand))


async def wave_lines(conn: AsyncConnection, *states: str, scope: Scope = EVERYTHING) -> list[WaveLine]:
    """Return the waves in these states (all if none is named), oldest first, each with its counts.

    Those that ask nobody of the scope are left out; of the others only its people are counted.
    """
    forms = {form.sha256: form for form in await instruments.published(conn)}
    recurring = {each.id: each for each in await series.list_series(conn)}
    lines = []
    for wave in await cases.list_waves(conn):
        if states and wave.state not in states:
            continue
        if not await asks_somebody(conn, wave, scope=scope):
            continue
        form = forms[wave.form_sha256]
        total, completed = await _counts(conn, wave, scope)
        moments = await closings.closings_of(conn, wave, scope=scope) if wave.state == "open" else []
        of = recurring.get(wave.series_id or 0)
        lines.append(
            WaveLine(
                number=wave.id,
                form_id=form.form_id,
                version=form.version,
                title=_title(wave, form),
                state=wave.state,
                opens_at=wave.opens_at,
                closes_at=moments[0] if moments else wave.closes_at,
                closed_at=wave.closed_at,
                total=total,
                completed=completed,
                every=of.every if of else "",
                number_in_series=wave.number_in_series,
                is_series_ended=of is not None and of.ended_at is not None,
                last_closes_at=moments[-1] if moments else None,
            )
        )
    return lines


def _title(wave: WaveRecord, form: FormRecord) -> str:
    """Name a wave by its form; of a pulse, which names its people, too, nobody says that it is a pilot."""
    is_pilot = wave.is_pilot and form.form_id != PULSE_FORM
    return PILOT.format(title=form.title) if is_pilot else form.title


async def _counts(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> tuple[int, int]:
    """Return how many officials a wave asks, and how many of them are done."""
    if wave.state == "planned":
        today = wave.opens_at.date()
        people = await people_of(conn, wave)
        asked = wave.unit_codes, wave.titles
        return await frame.count_officials(conn, today, *asked, people=people, scope=scope), 0
    units = await extracts.progress_by_unit(conn, wave.id, scope=scope)
    return sum(unit.total for unit in units), sum(unit.completed for unit in units)
