"""Waves and their cases: drawn from the frame, judged by what the tables say, frozen at closing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, bindparam, exists, func, literal, or_, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.closings import CLOSES, closes_later, end_extensions
from storage.frame.posts import EVERYBODY, People, has_chat, in_audience
from storage.instruments import definition as form_definition
from storage.mailbox.messages import CONTACT_PURPOSES
from storage.mailbox.outcomes import drop_where
from storage.records import CaseRecord, WaveRecord, columns_of, record, wave_record
from storage.scope import EVERYTHING, Scope
from storage.sql import CHUNK, apply_changes, cases, insert, officials, outbox, units, waves
from storage.standings import CaseStanding, case_facts
from storage.wave_people import name_people, people_of, set_asks_again

__all__ = [
    "ALL_KNOWN",
    "PAGE",
    "CaseStanding",
    "Known",
    "NewWave",
    "case_facts",
    "change_planned",
    "close_wave",
    "count_cases",
    "count_joined",
    "create_wave",
    "draw",
    "due_to_close",
    "due_to_open",
    "end_wave",
    "find_wave",
    "form_definition",
    "freeze",
    "has_cases_in",
    "is_told_in_part",
    "last_closing",
    "list_cases",
    "list_waves",
    "lock_open_waves",
    "note_beginning",
    "open_wave",
    "open_waves",
    "postpone",
    "reopen_wave",
    "unfrozen",
]

PAGE: Final = CHUNK
"""How many cases are frozen in one transaction."""


@dataclass(frozen=True, slots=True)
class Known:
    """The units and titles that the choices of an open wave name; ``None``: its form does not ask for them."""

    unit_codes: frozenset[str] | None = None
    titles: frozenset[str] | None = None


ALL_KNOWN: Final = Known()


@dataclass(frozen=True, slots=True)
class NewWave:
    """A wave to plan. Empty audience lists mean everybody; ``reminders`` is the plan as typed.

    A wave that asks only the people it names is a pilot. ``asks_again``: also those whom a pilot of the form asks.
    """

    form_sha256: str
    opens_at: datetime
    closes_at: datetime
    unit_codes: Sequence[str] = ()
    titles: Sequence[str] = ()
    reminders: str = ""
    any_hour: bool = False
    series_id: int | None = None
    number_in_series: int | None = None
    people: People = EVERYBODY
    asks_again: bool = False

    @property
    def columns(self) -> dict[str, Any]:
        """What its row says."""
        return {
            "form_sha256": self.form_sha256,
            "unit_codes": list(self.unit_codes),
            "titles": list(self.titles),
            "opens_at": self.opens_at,
            "closes_at": self.closes_at,
            "reminders": self.reminders,
            "any_hour": self.any_hour,
            "series_id": self.series_id,
            "number_in_series": self.number_in_series,
            "is_pilot": self.people.only is not None,
        }


async def create_wave(conn: AsyncConnection, wave: NewWave, now: datetime) -> int:
    """Plan a wave; returns its number."""
    query = plain_insert(waves).values(**wave.columns, choice_lists={}, state="planned", created_at=now)
    number = int((await conn.execute(query.returning(waves.c.id))).scalar_one())
    await name_people(conn, number, wave.people)
    await set_asks_again(conn, number, wave.asks_again, now)
    return number


async def change_planned(conn: AsyncConnection, wave_id: int, wave: NewWave, now: datetime) -> bool:
    """Plan a wave anew. False, and nothing done, if it is not planned any more."""
    query = update(waves).where(waves.c.id == wave_id, waves.c.state == "planned")
    if (await conn.execute(query.values(wave.columns))).rowcount != 1:
        return False
    await name_people(conn, wave_id, wave.people)
    await set_asks_again(conn, wave_id, wave.asks_again, now)
    return True


async def reopen_wave(conn: AsyncConnection, wave_id: int, closes_at: datetime, now: datetime) -> bool:
    """Open a closed wave again for all its cases: their outcomes are open, too. False if it is not closed."""
    query = update(waves).where(
        waves.c.id == wave_id,
        waves.c.state == "closed",
        waves.c.opened_at.is_not(None),
        waves.c.unlinked_at.is_(None),
    )
    opened = query.values(state="open", closed_at=None, closes_at=closes_at, extended_at=now)
    if (await conn.execute(opened)).rowcount != 1:
        return False
    await end_extensions(conn, wave_id)
    await conn.execute(update(cases).where(cases.c.wave_id == wave_id).values(outcome=""))
    return True


async def _waves(conn: AsyncConnection, *which: ColumnElement[bool]) -> list[WaveRecord]:
    query = select(*columns_of(WaveRecord, waves)).where(*which).order_by(waves.c.id)
    return [wave_record(row) for row in (await conn.execute(query)).mappings()]


async def list_waves(conn: AsyncConnection) -> list[WaveRecord]:
    """Return every wave, oldest first."""
    return await _waves(conn)


async def find_wave(conn: AsyncConnection, wave_id: int) -> WaveRecord | None:
    """Return a wave by its number."""
    found = await _waves(conn, waves.c.id == wave_id)
    return found[0] if found else None


async def is_told_in_part(conn: AsyncConnection, wave_id: int) -> bool:
    """Say whether a wave can still be told by units: an unlinked one is told only as a whole."""
    query = select(waves.c.id).where(waves.c.id == wave_id, waves.c.unlinked_at.is_(None))
    return await conn.scalar(query) is not None


async def has_cases_in(conn: AsyncConnection, wave_id: int, *, scope: Scope = EVERYTHING) -> bool:
    """Say whether a wave asks somebody of a scope."""
    query = select(cases.c.id).where(cases.c.wave_id == wave_id, scope.case())
    return await conn.scalar(query.limit(1)) is not None


async def count_cases(conn: AsyncConnection, wave_id: int, *, scope: Scope = EVERYTHING) -> int:
    """Count whom a wave asks of a scope."""
    query = select(func.count()).select_from(cases).where(cases.c.wave_id == wave_id, scope.case())
    return int(await conn.scalar(query) or 0)


async def open_waves(conn: AsyncConnection) -> list[WaveRecord]:
    """Return the waves that were opened and not closed yet."""
    return await _waves(conn, waves.c.state == "open")


async def lock_open_waves(conn: AsyncConnection) -> None:
    """Let no other process write to the people of the open waves until this transaction ends (PostgreSQL).

    Take it before anything else is written. (On SQLite there is one writer anyway.)
    """
    query = select(waves.c.id).where(waves.c.state == "open").order_by(waves.c.id)
    await conn.execute(query.with_for_update(key_share=True))


async def last_closing(conn: AsyncConnection, official_id: int, now: datetime) -> datetime | None:
    """Return when the newest wave that asked an official ended; ``None`` if none has ended yet."""
    query = (
        select(CLOSES, waves.c.closed_at)
        .join(waves, waves.c.id == cases.c.wave_id)
        .where(cases.c.official_id == official_id, or_(waves.c.state == "closed", now >= CLOSES))
    )
    ends = [min(closes_at, closed_at or closes_at) for closes_at, closed_at in await conn.execute(query)]
    return max(ends, default=None)


async def due_to_open(conn: AsyncConnection, now: datetime) -> list[WaveRecord]:
    """Return the planned waves whose opening has come."""
    return await _waves(conn, waves.c.state == "planned", waves.c.opens_at <= now)


async def due_to_close(conn: AsyncConnection, now: datetime) -> list[WaveRecord]:
    """Return the open waves of which every case has closed."""
    return await _waves(conn, waves.c.state == "open", waves.c.closes_at <= now, ~closes_later(now))


async def open_wave(
    conn: AsyncConnection, wave_id: int, now: datetime, choice_lists: Mapping[str, Any]
) -> bool:
    """Open a planned wave with the choice lists that come from the frame. False if it is not planned."""
    opened = await conn.execute(
        update(waves)
        .where(waves.c.id == wave_id, waves.c.state == "planned")
        .values(state="open", opened_at=now, choice_lists=dict(choice_lists))
    )
    return opened.rowcount == 1


async def draw(
    conn: AsyncConnection,
    wave: WaveRecord,
    as_of: date,
    *,
    known: Known = ALL_KNOWN,
    scope: Scope = EVERYTHING,
) -> int:
    """Make a case for every official of the wave's audience who is in office; who has one keeps it.

    Units are those valid on ``as_of``. Returns how many cases are new.
    """
    which = [*await _asked(conn, wave, as_of, scope), *_can_say(known)]
    people = (
        select(
            literal(wave.id),
            officials.c.id,
            officials.c.roster_key,
            officials.c.unit_id,
            officials.c.title,
            literal(""),
            has_chat(),
        )
        .join(units, units.c.id == officials.c.unit_id)
        .where(*which)
        .order_by(units.c.code, officials.c.roster_key)
    )
    columns = ["wave_id", "official_id", "roster_key", "unit_id", "title", "outcome", "is_linked"]
    query = insert(conn, cases).from_select(columns, people)
    # counted: SQLite tells no number of rows of an insert that looks units up
    before = await count_cases(conn, wave.id)
    await conn.execute(query.on_conflict_do_nothing(index_elements=["wave_id", "official_id"]))
    return await count_cases(conn, wave.id) - before


async def count_joined(
    conn: AsyncConnection, wave: WaveRecord, as_of: date, *, known: Known, scope: Scope = EVERYTHING
) -> tuple[int, int]:
    """Count whom a wave would ask and has no case of: those who can say their unit and title, and the others."""
    has_case = exists().where(cases.c.wave_id == wave.id, cases.c.official_id == officials.c.id)
    which = [*await _asked(conn, wave, as_of, scope), ~has_case]
    query = select(func.count()).select_from(officials).join(units, units.c.id == officials.c.unit_id)
    everybody = int(await conn.scalar(query.where(*which)) or 0)
    able = int(await conn.scalar(query.where(*which, *_can_say(known))) or 0)
    return able, everybody - able


async def _asked(
    conn: AsyncConnection, wave: WaveRecord, as_of: date, scope: Scope
) -> list[ColumnElement[bool]]:
    people = await people_of(conn, wave)
    return await in_audience(conn, as_of, wave.unit_codes, wave.titles, people=people, scope=scope)


def _can_say(known: Known) -> list[ColumnElement[bool]]:
    """Say of an official and their unit whether the choices of a wave name both."""
    which: list[ColumnElement[bool]] = []
    for column, codes in ((units.c.code, known.unit_codes), (officials.c.title, known.titles)):
        if codes is not None:
            written: BindParameter[str] = bindparam(
                column.name, sorted(codes), expanding=True, literal_execute=True
            )
            which.append(column.in_(written))
    return which


async def list_cases(conn: AsyncConnection, wave_id: int) -> list[CaseRecord]:
    """Return the cases of a wave, in the order of their drawing."""
    query = select(cases).where(cases.c.wave_id == wave_id).order_by(cases.c.id)
    return [record(CaseRecord, row) for row in (await conn.execute(query)).mappings()]


async def close_wave(conn: AsyncConnection, wave_id: int, now: datetime, outcomes: Mapping[int, str]) -> bool:
    """Close an open wave and freeze the outcomes that are not yet; what was to be sent about it is dropped.

    False, and nothing done, if the wave is not open.
    """
    closed = await conn.execute(
        update(waves)
        .where(waves.c.id == wave_id, waves.c.state == "open")
        .values(state="closed", closed_at=now)
    )
    if closed.rowcount != 1:
        return False
    await freeze(conn, outcomes)
    of_wave = outbox.c.case_id.in_(select(cases.c.id).where(cases.c.wave_id == wave_id))
    await drop_where(conn, of_wave & outbox.c.purpose.in_(CONTACT_PURPOSES), now, "closed")
    return True


async def end_wave(conn: AsyncConnection, wave_id: int, now: datetime) -> bool:
    """Let an open wave end now: from here on nobody answers, and it is due to close. False if it is not open."""
    ended = await conn.execute(
        update(waves).where(waves.c.id == wave_id, waves.c.state == "open").values(closes_at=now)
    )
    await end_extensions(conn, wave_id)
    return ended.rowcount == 1


async def unfrozen(conn: AsyncConnection, wave_id: int, *, after: int) -> list[int]:
    """Return the next cases of a wave, by number, whose outcome is not frozen: at most ``PAGE``."""
    query = select(cases.c.id).where(cases.c.wave_id == wave_id, cases.c.id > after, cases.c.outcome == "")
    return list((await conn.execute(query.order_by(cases.c.id).limit(PAGE))).scalars())


async def freeze(conn: AsyncConnection, outcomes: Mapping[int, str]) -> None:
    """Freeze the outcome of cases."""
    await apply_changes(
        conn, cases, [(case_id, {"outcome": outcome}) for case_id, outcome in outcomes.items()]
    )


async def note_beginning(conn: AsyncConnection, case_id: int, now: datetime) -> None:
    """Note that a case has begun: its reminders count from now; the first moment stays."""
    await conn.execute(
        update(cases).where(cases.c.id == case_id).values(begun_at=func.coalesce(cases.c.begun_at, now))
    )


async def postpone(conn: AsyncConnection, case_id: int, until: datetime | None) -> None:
    """Put a case's reminders off until a moment, or no more (``None``)."""
    await conn.execute(update(cases).where(cases.c.id == case_id).values(postponed_until=until))
