"""The cases and responses of a wave under new numbers, in an order drawn by lot; the old rows are deleted."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Table, delete, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import WaveRecord
from storage.responses import answers_of
from storage.sql import (
    answer_revisions,
    answers,
    attachments,
    cases,
    chunked,
    contact_attempts,
    contact_points,
    insert,
    outbox,
    packed_responses,
    paradata,
    responses,
    roster_decisions,
    units,
)
from storage.unlinking.shares import FINAL, NOT_TOLD, KeptCase
from surveys.projection import Layout
from surveys.unlinking import Cut

_LOT: Final = random.SystemRandom()
_NO_CARD: Final = {
    column.name: None if column.nullable else 0 if isinstance(column.type, Integer) else ""
    for column in contact_points.c
    if column.name.startswith("card_")
}
"""What a chat remembers of its live card when it has none."""


async def write_anew(
    conn: AsyncConnection, wave: WaveRecord, cuts: Mapping[bool, Cut], found: Sequence[KeptCase]
) -> None:
    """Write what is kept of the cases of a wave and delete everything else about them.

    ``cuts``: what is cut from the responses of cases that tell their title, and of those that do not.
    """
    if not found:
        return
    writer = _Writer(conn, wave, cuts, await _untold_unit(conn))
    last = max(case.id for case in found)
    await writer.write_cases(_LOT.sample(found, len(found)))
    answered = [case for case in found if case.response_id is not None]
    for part in chunked(_LOT.sample(answered, len(answered))):
        await writer.write_responses(part)
    await _delete(conn, (cases.c.wave_id == wave.id) & (cases.c.id <= last))


async def _untold_unit(conn: AsyncConnection) -> int:
    """Return the unit of cases whose unit is not told; it was valid on no day that anybody asks for."""
    never = date(1, 1, 1)
    row = {"code": NOT_TOLD, "name": "–", "valid_from": never, "valid_to": never}
    await conn.execute(insert(conn, units).values(row).on_conflict_do_nothing())
    known = select(units.c.id).where(units.c.code == NOT_TOLD, units.c.valid_from == never)
    return int((await conn.execute(known)).scalar_one())


@dataclass
class _Writer:
    """Writes the rows of one wave. ``nowhere`` is the unit that is not told."""

    conn: AsyncConnection
    wave: WaveRecord
    cuts: Mapping[bool, Cut]
    nowhere: int
    _numbers: dict[int, int] = field(default_factory=dict)  # of the new cases, by the old ones

    async def write_cases(self, drawn: Sequence[KeptCase]) -> None:
        """Write new cases in this order: without official, without moments."""
        rows = [
            {
                "wave_id": self.wave.id,
                "roster_key": "",
                "unit_id": self._unit(case),
                "title": case.title,
                "outcome": case.outcome,
                "is_linked": False,
            }
            for case in drawn
        ]
        numbers = await self._insert(cases, rows)
        self._numbers = {case.id: number for case, number in zip(drawn, numbers, strict=True)}

    async def write_responses(self, part: Sequence[KeptCase]) -> None:
        """Write new responses in this order, with the answers and the packed bytes that may stay."""
        old = [case.response_id or 0 for case in part]
        cuts = [self.cuts[case.tells_title] for case in part]
        given, packed = await answers_of(self.conn, old), await self._packed(old)
        kept = [cut.answers(given[number]) for cut, number in zip(cuts, old, strict=True)]
        rows = [self._response(*each) for each in zip(part, cuts, kept, strict=True)]
        new = await self._insert(responses, rows)
        stored = [
            {"response_id": number, "item": item, "value": value}
            for number, answered in zip(new, kept, strict=True)
            for item, value in answered.items()
        ]
        projected = [
            {"wave_id": self.wave.id, "response_id": number, "packed": cut.packed(packed[before])}
            for number, cut, before in zip(new, cuts, old, strict=True)
            if before in packed
        ]
        for into, made in ((answers, stored), (packed_responses, projected)):
            if made:
                await self.conn.execute(plain_insert(into), made)

    def _unit(self, case: KeptCase) -> int:
        return self.nowhere if case.unit_id is None else case.unit_id

    async def _packed(self, response_ids: Sequence[int]) -> dict[int, bytes]:
        """Return packed responses as the form's layout has them; others are made again from the record."""
        query = select(packed_responses.c.response_id, packed_responses.c.packed).where(
            packed_responses.c.wave_id == self.wave.id, packed_responses.c.response_id.in_(response_ids)
        )
        size = Layout.of(self.cuts[False].form).size
        return {row[0]: row[1] for row in await self.conn.execute(query) if len(row[1]) == size}

    def _response(self, case: KeptCase, cut: Cut, kept: Mapping[str, str]) -> dict[str, Any]:
        """Return a response without moments of its own: it lasted as long as its wave."""
        opened, closed = (
            self.wave.opened_at or self.wave.opens_at,
            self.wave.closed_at or self.wave.closes_at,
        )
        is_final = case.status in FINAL
        given_count = sum(1 for value in kept.values() if value)
        return {
            "case_id": self._numbers[case.id],
            "wave_id": self.wave.id,
            "unit_id": self._unit(case),
            "status": case.status,
            "screen": case.screen if is_final else cut.screen(case.screen),
            "answered_count": max(given_count, int(case.is_half_done)),
            "required_answered": int(case.is_half_done),
            "required_total": 1,
            "visit": 1,
            "tries": 0,
            "seed": 0,
            "facts": {},
            "started_at": opened,
            "updated_at": closed,
            "completed_at": closed if is_final else None,
        }

    async def _insert(self, into: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert rows; returns their numbers in the order of the rows."""
        query = plain_insert(into).returning(into.c.id, sort_by_parameter_order=True)
        return [
            int(number)
            for part in chunked(rows)
            for number in (await self.conn.execute(query, list(part))).scalars()
        ]


async def _delete(conn: AsyncConnection, old: ColumnElement[bool]) -> None:
    """Delete cases and all that hangs on them; chats forget the cards of their responses."""
    of_cases = select(cases.c.id).where(old)
    own = select(responses.c.id).where(responses.c.case_id.in_(of_cases))
    await conn.execute(
        update(contact_points).where(contact_points.c.card_response_id.in_(own)).values(_NO_CARD)
    )
    for rows in (answers, answer_revisions, paradata, packed_responses, attachments):
        await conn.execute(delete(rows).where(rows.c.response_id.in_(own)))
    await conn.execute(delete(responses).where(responses.c.case_id.in_(of_cases)))
    for rows in (roster_decisions, contact_attempts, outbox):
        await conn.execute(delete(rows).where(rows.c.case_id.in_(of_cases)))
    await conn.execute(delete(cases).where(old))
