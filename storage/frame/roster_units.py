"""The units of a roster, matched with the frame as of a day.

A unit with a code is the frame's unit of that code if it also bears its name; a code that stands for another
name as of a later day belongs to a new unit, and the old one ends the day before (dvhcvn: 09499 was An Thịnh,
is Trung Kênh). A unit without a code is matched by its name under its parent, and gets a code made of both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.frame.units import list_units
from storage.records import UnitRecord
from storage.sql import officials, units
from surveys.roster.values import RosterRow, RosterUnit
from surveys.spelling import fold_words, spell

DAY = timedelta(days=1)


@dataclass
class ImportedUnits:
    """The units valid on the day, growing while a roster is taken in, and which of them it names."""

    valid: dict[int, UnitRecord]
    named: set[int] = field(default_factory=set)
    added: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def by_code(self, code: str) -> UnitRecord | None:
        """Return the valid unit with a code."""
        return next((unit for unit in self.valid.values() if code and unit.code == code), None)

    def by_name(self, name: str, parent_id: int | None) -> UnitRecord | None:
        """Return the valid unit with a name under a parent."""
        spelled = spell(name)
        return next(
            (
                unit
                for unit in self.valid.values()
                if unit.parent_id == parent_id and spell(unit.name) == spelled
            ),
            None,
        )

    def loose(self, name: str, parent_id: int | None) -> UnitRecord | None:
        """Return a unit by name where file or frame does not say under which parent it stands."""
        return self.named_first(name, "") if parent_id is None else self.by_name(name, None)

    def parent_of(self, unit: RosterUnit) -> UnitRecord | None:
        """Return the parent that a roster's unit names: by code, else by name, those of this roster first."""
        if unit.parent_code:
            return self.by_code(unit.parent_code)
        return self.named_first(unit.parent_name, "") if unit.parent_name else None

    def unit_of(self, row: RosterRow) -> int:
        """Return the id of an official's unit. Raises ``LookupError`` if the roster does not name it."""
        found = self.by_code(row.unit_code) or self.named_first(row.unit_name, row.parent)
        if found is None:
            raise LookupError(f"the roster names no unit {row.unit_code!r} {row.unit_name!r}")
        return found.id

    def named_first(self, name: str, parent: str) -> UnitRecord | None:
        """Return a valid unit by name, wherever it is: under ``parent`` and of this roster if possible."""
        spelled = spell(name)
        same = [unit for unit in self.valid.values() if spell(unit.name) == spelled]
        if parent:
            above = [unit for unit in same if unit.parent_id and self._is_named(unit.parent_id, parent)]
            same = above or same
        return min(same, key=lambda unit: (unit.id not in self.named, unit.id), default=None)

    def _is_named(self, unit_id: int, name: str) -> bool:
        return unit_id in self.valid and spell(self.valid[unit_id].name) == spell(name)


async def import_units(
    conn: AsyncConnection, roster_units: Sequence[RosterUnit], as_of: date
) -> ImportedUnits:
    """Match or make the units of a roster, parents first."""
    imported = ImportedUnits({unit.id: unit for unit in await list_units(conn, as_of)})
    for wanted in roster_units:
        parent = imported.parent_of(wanted)
        parent_id = parent.id if parent else None
        if wanted.code:
            unit = await _match_code(conn, imported, wanted, parent_id, as_of)
        else:
            unit = imported.by_name(wanted.name, parent_id) or imported.loose(wanted.name, parent_id)
        if unit is None:
            unit = await _add(conn, imported, wanted, parent_id, as_of)
        elif parent_id is not None and unit.parent_id != parent_id:
            await conn.execute(update(units).where(units.c.id == unit.id).values(parent_id=parent_id))
            unit = replace(unit, parent_id=parent_id)
        imported.valid[unit.id] = unit
        imported.named.add(unit.id)
    return imported


async def _match_code(
    conn: AsyncConnection, imported: ImportedUnits, wanted: RosterUnit, parent_id: int | None, as_of: date
) -> UnitRecord | None:
    held = imported.by_code(wanted.code)
    if held is None or spell(held.name) == spell(wanted.name):
        return held
    if held.valid_from >= as_of:  # the same day's file again, with the name mended
        await conn.execute(update(units).where(units.c.id == held.id).values(name=wanted.name))
        return replace(held, name=wanted.name)
    await _close(conn, imported, held, as_of)
    return await _add(conn, imported, wanted, parent_id or held.parent_id, as_of)


async def _add(
    conn: AsyncConnection, imported: ImportedUnits, wanted: RosterUnit, parent_id: int | None, as_of: date
) -> UnitRecord:
    code, name = wanted.code or await _make_code(conn, wanted.name), wanted.name
    later = await conn.scalar(
        select(units.c.valid_from)
        .where(units.c.code == code, units.c.valid_from > as_of)
        .order_by(units.c.valid_from)
        .limit(1)
    )
    valid_to = later - DAY if later else None
    values = {"code": code, "name": name, "parent_id": parent_id, "valid_from": as_of, "valid_to": valid_to}
    unit_id = (await conn.execute(insert(units).values(**values).returning(units.c.id))).scalar_one()
    unit = UnitRecord(int(unit_id), code, name, parent_id, as_of, valid_to)
    imported.valid[unit.id] = unit
    imported.added.append(code)
    return unit


async def _close(conn: AsyncConnection, imported: ImportedUnits, unit: UnitRecord, as_of: date) -> None:
    await conn.execute(update(units).where(units.c.id == unit.id).values(valid_to=as_of - DAY))
    del imported.valid[unit.id]
    imported.closed.append(unit.code)


async def _make_code(conn: AsyncConnection, name: str) -> str:
    """Make a code of a name, "xa-phu-hoa", with a number if it is taken."""
    stem = fold_words(name).replace(" ", "-") or "don-vi"
    taken = set((await conn.execute(select(units.c.code).where(units.c.code.startswith(stem)))).scalars())
    number = 1
    code = stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


async def close_missing_units(conn: AsyncConnection, imported: ImportedUnits, as_of: date) -> None:
    """End the day before ``as_of`` the units that a complete roster does not name, nor anything below them.

    A unit in which somebody is still in office stays.
    """
    query = select(officials.c.unit_id).where(officials.c.left_on.is_(None)).distinct()
    alive = imported.named | set((await conn.execute(query)).scalars())
    for unit_id in list(alive):
        parent_id = imported.valid[unit_id].parent_id if unit_id in imported.valid else None
        while parent_id is not None and parent_id not in alive:
            alive.add(parent_id)
            parent_id = imported.valid[parent_id].parent_id if parent_id in imported.valid else None
    missing = [unit for unit in imported.valid.values() if unit.id not in alive and unit.valid_from < as_of]
    for unit in missing:
        await _close(conn, imported, unit, as_of)
