"""What an administrator decides of answers that say otherwise than the roster: it becomes its record, or it does not.

Each decision stands in the audit log; whatever was overtaken since it was shown is left as it is.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.administrators import held_by_post, revoke_of_moved
from storage.differences import list_differences
from storage.frame.officials import officials_by_id
from storage.frame.units import list_units
from storage.office import record_order, record_orders
from storage.records import OfficialRecord, WaveRecord
from storage.sql import audit_log, cases, chunked, insert, officials, roster_decisions
from surveys.questionnaire import Questionnaire

if TYPE_CHECKING:
    from surveys.aggregation.material import Difference

ACCEPTED: Final = "roster.difference_accepted"


async def accept_difference(
    conn: AsyncConnection,
    wave: WaveRecord,
    form: Questionnaire,
    difference: "Difference",
    *,
    as_of: date,
    actor: str,
    now: datetime,
) -> bool:
    """Make an answer the roster's record. False, and nothing done, if it no longer stands exactly so."""
    return await accept_differences(conn, wave, form, [difference], as_of=as_of, actor=actor, now=now) == 1


async def accept_differences(
    conn: AsyncConnection,
    wave: WaveRecord,
    form: Questionnaire,
    differences: "Sequence[Difference]",
    *,
    as_of: date,
    actor: str,
    now: datetime,
) -> int:
    """Make answers the roster's record, each that still stands exactly so; returns how many.

    Thousands at once take a few statements: the turn that accepts them keeps nobody waiting.
    """
    official_ids, accepted = await _still_stand(conn, wave, form, differences, as_of)
    records = await officials_by_id(conn, set(official_ids.values()))
    unit_ids = {unit.code: unit.id for unit in await list_units(conn, as_of)}
    rows: dict[str, list[dict[str, Any]]] = {}
    for each in accepted:
        record = records[official_ids[each.case]]
        changes = {f"new_{name}": value for name, value in _changes(record, each, unit_ids).items()}
        rows.setdefault(each.attribute, []).append({"official": record.id} | changes)
    posts = await held_by_post(conn) if "unit" in rows else set()
    for changed in rows.values():
        columns: dict[str, Any] = {
            name.removeprefix("new_"): bindparam(name) for name in changed[0] if name != "official"
        }
        query = update(officials).where(officials.c.id == bindparam("official")).values(columns)
        await conn.execute(query, changed)
    await revoke_of_moved(conn, posts, now)
    await _decide(conn, accepted, "accepted", actor, now)
    details = [_details(wave, each) | {"from": each.held, "to": each.answer} for each in accepted]
    await record_orders(conn, now, actor, ACCEPTED, details)
    return len(accepted)


async def reject_difference(
    conn: AsyncConnection,
    wave: WaveRecord,
    form: Questionnaire,
    difference: "Difference",
    *,
    as_of: date,
    actor: str,
    now: datetime,
) -> bool:
    """Keep what the roster holds: the same answer is not shown again. False if it no longer stands exactly so."""
    _, standing = await _still_stand(conn, wave, form, [difference], as_of)
    if not standing:
        return False
    await _decide(conn, [difference], "rejected", actor, now)
    await record_order(conn, now, actor, "roster.difference_rejected", _details(wave, difference))
    return True


async def forget_answers(conn: AsyncConnection, about: Mapping[str, Any]) -> None:
    """Forget in the audit log what was answered and held, where a decision is ``about`` this wave or roster key."""
    query = select(audit_log.c.id, audit_log.c.details).where(audit_log.c.action == ACCEPTED)
    for number, details in (await conn.execute(query)).all():
        if about.items() <= details.items() and {"from", "to"} & details.keys():
            left = {name: value for name, value in details.items() if name not in ("from", "to")}
            await conn.execute(update(audit_log).where(audit_log.c.id == number).values(details=left))


def _details(wave: WaveRecord, difference: "Difference") -> dict[str, Any]:
    return {
        "wave": wave.id,
        "roster_key": difference.official.roster_key,
        "attribute": difference.attribute,
    }


async def _still_stand(
    conn: AsyncConnection, wave: WaveRecord, form: Questionnaire, shown: "Sequence[Difference]", as_of: date
) -> "tuple[dict[int, int], list[Difference]]":
    """Lock the officials' rows; return each official's id by case, and what is still as it was shown."""
    lock = (
        select(cases.c.id, officials.c.id)
        .join(officials, officials.c.id == cases.c.official_id)
        .where(cases.c.wave_id == wave.id)
        .order_by(officials.c.id)
        .with_for_update(of=officials)
    )
    official_ids: dict[int, int] = {}
    for part in chunked(sorted({each.case for each in shown})):
        rows = await conn.execute(lock.where(cases.c.id.in_(part)))
        official_ids |= {row[0]: row[1] for row in rows}
    standing = await list_differences(conn, wave, form, as_of, case_ids=sorted(official_ids))
    known = {(each.case, each.attribute, each.held, each.answer) for each in standing}
    return official_ids, [
        each for each in shown if (each.case, each.attribute, each.held, each.answer) in known
    ]


def _changes(record: OfficialRecord, difference: "Difference", unit_ids: Mapping[str, int]) -> dict[str, Any]:
    """Return the columns that an accepted answer changes, with those that it makes wrong."""
    if difference.attribute == "unit":
        return {"unit_id": unit_ids[difference.answer]}
    if difference.attribute == "birth_year":
        year = int(difference.answer)
        keeps_day = record.birth_date is not None and record.birth_date.year == year
        return {"birth_year": year, "birth_date": record.birth_date if keeps_day else None}
    if difference.attribute == "title":
        return {"title": difference.answer, "title_since": None}  # it was since when the other one was held
    return {difference.attribute: difference.answer}


async def _decide(
    conn: AsyncConnection, differences: "Sequence[Difference]", decision: str, actor: str, now: datetime
) -> None:
    rows = [
        {
            "case_id": each.case,
            "attribute": each.attribute,
            "answer": each.answer,
            "held": each.held,
            "decision": decision,
            "decided_at": now,
            "actor": actor,
        }
        for each in differences
    ]
    if not rows:
        return
    query = insert(conn, roster_decisions)
    decided = {name: query.excluded[name] for name in ("held", "decision", "decided_at", "actor")}
    made = query.on_conflict_do_update(index_elements=["case_id", "attribute", "answer"], set_=decided)
    await conn.execute(made, rows)
