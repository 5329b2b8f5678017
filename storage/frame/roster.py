"""Taking a roster in: units made, matched or closed by day, officials added, changed or left."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.administrators import held_by_post, revoke_of_moved, revoke_of_officials
from storage.frame.roster_units import ImportedUnits, close_missing_units, import_units
from storage.mailbox.messages import CONTACT_PURPOSES
from storage.mailbox.outcomes import drop_where
from storage.sql import apply_changes, cases, chunked, link_codes, officials, outbox
from surveys.roster.columns import OF_POST
from surveys.roster.values import Roster, RosterRow

FIELDS: Final = (
    "full_name",
    "title",
    "birth_year",
    "birth_date",
    "gender",
    "title_since",
    "edu",
    "qual",
    "major",
    "pol",
    "qlnn",
    "cert",
    "phone",
    "note",
    "concurrent_titles",
    "field_of_work",
    "ethnicity",
)


@dataclass(frozen=True, slots=True)
class ImportedOfficial:
    """One official in a summary; ``fields`` are the columns that changed ("unit_id", "left_on" too)."""

    roster_key: str
    full_name: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did, or in a dry run would do. ``left``: who leaves.

    ``held_as_of`` is the newest day of what the frame held before; ``None`` for an empty frame.
    """

    added: tuple[ImportedOfficial, ...]
    changed: tuple[ImportedOfficial, ...]
    unchanged: tuple[ImportedOfficial, ...]
    left: tuple[ImportedOfficial, ...]
    units_added: tuple[str, ...]
    units_closed: tuple[str, ...]
    held_as_of: date | None = None


async def import_roster(
    conn: AsyncConnection,
    roster: Roster,
    as_of: date,
    now: datetime,
    *,
    dry_run: bool = False,
    leaving: Collection[str] | None = None,
) -> ImportSummary:
    """Bring the frame to what a clean roster says as of a day. A dry run does the same and undoes it.

    ``leaving``: the keys of those who leave on ``as_of`` (their unused codes and their rights to give orders end, what
    waits to be sent to them is dropped). ``None``: the file is the whole roster, so that everybody missing from it
    leaves, and units that nobody of it belongs to end the day before. Nobody is deleted.
    """
    savepoint = await conn.begin_nested()
    summary = await _import(conn, roster, as_of, now, leaving)
    if dry_run:
        await savepoint.rollback()
    else:
        await savepoint.commit()
    return summary


async def _import(
    conn: AsyncConnection, roster: Roster, as_of: date, now: datetime, leaving: Collection[str] | None
) -> ImportSummary:
    posts = await held_by_post(conn)
    imported = await import_units(conn, roster.units, as_of)
    known = {row["roster_key"]: dict(row) for row in (await conn.execute(select(officials))).mappings()}
    added: list[tuple[RosterRow, dict[str, Any]]] = []
    changed: list[tuple[ImportedOfficial, int, dict[str, Any]]] = []
    unchanged: list[tuple[ImportedOfficial, int]] = []
    for row in roster.rows:
        values = _values(row, imported)
        held = known.get(row.roster_key)
        if held is None:
            added.append((row, values))
            continue
        unsaid = _unsaid(row, values, held)
        differing = {
            name: value for name, value in values.items() if held[name] != value and name not in unsaid
        }
        entry = ImportedOfficial(row.roster_key, row.full_name, tuple(differing))
        if differing:
            changed.append((entry, held["id"], differing))
        else:
            unchanged.append((entry, held["id"]))
    if added:
        await conn.execute(
            insert(officials),
            [values | {"roster_key": row.roster_key, "as_of": as_of} for row, values in added],
        )
    confirmed = [(row_id, differing | {"as_of": as_of}) for _, row_id, differing in changed]
    confirmed += [(row_id, {"as_of": as_of}) for _, row_id in unchanged]
    await apply_changes(conn, officials, confirmed)
    await revoke_of_moved(conn, posts, now)
    in_file = {row.roster_key for row in roster.rows}
    is_gone = {key for key in known if key not in in_file and (leaving is None or key in leaving)}
    left = [row for key, row in known.items() if key in is_gone and row["left_on"] is None]
    await _mark_left(conn, left, as_of, now)
    if leaving is None:
        await close_missing_units(conn, imported, as_of)
    return ImportSummary(
        added=tuple(ImportedOfficial(row.roster_key, row.full_name) for row, _ in added),
        changed=tuple(entry for entry, _, _ in changed),
        unchanged=tuple(entry for entry, _ in unchanged),
        left=tuple(ImportedOfficial(row["roster_key"], row["full_name"]) for row in left),
        units_added=tuple(imported.added),
        units_closed=tuple(imported.closed),
        held_as_of=max((row["as_of"] for row in known.values()), default=None),
    )


def _unsaid(row: RosterRow, values: Mapping[str, Any], held: Mapping[str, Any]) -> set[str]:
    """Return what a row says nothing of: it stays as it is held.

    What belongs to the post stays with the post alone; a year of birth does not contradict the day in it.
    """
    unsaid = {name for name in row.unsaid if not values[name]}
    if (values["title"], values["unit_id"]) != (held["title"], held["unit_id"]):
        unsaid -= set(OF_POST)
    born = held["birth_date"]
    if born is not None and values["birth_date"] is None and values["birth_year"] in {None, born.year}:
        unsaid |= {"birth_date"} if values["birth_year"] or "birth_date" in row.unsaid else set()
    return unsaid


def _values(row: RosterRow, imported: ImportedUnits) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in FIELDS}
    return values | {"unit_id": imported.unit_of(row), "left_on": None}


async def _mark_left(
    conn: AsyncConnection, left: Sequence[Mapping[str, Any]], as_of: date, now: datetime
) -> None:
    await revoke_of_officials(conn, [row["id"] for row in left], now, "left")
    for part in chunked([row["id"] for row in left]):
        await conn.execute(update(officials).where(officials.c.id.in_(part)).values(left_on=as_of))
        await conn.execute(
            update(link_codes)
            .where(link_codes.c.official_id.in_(part), link_codes.c.used_at.is_(None))
            .where(link_codes.c.ended_at.is_(None))
            .values(ended_at=now)
        )
        own = select(cases.c.id).where(cases.c.official_id.in_(part))
        unsent = outbox.c.case_id.in_(own) & outbox.c.purpose.in_(CONTACT_PURPOSES)
        await drop_where(conn, unsent, now, "left")
