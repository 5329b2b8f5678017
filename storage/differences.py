"""Answers that say otherwise than the roster of record, and what an administrator decides of them.

An accepted answer becomes the roster's own record; a rejected one is not shown again until the person answers
differently. Nothing here counts: statistics of the body take the roster, and only it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    extract,
    false,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.frame.officials import officials_by_id
from storage.frame.units import list_units
from storage.records import OfficialRecord, WaveRecord
from storage.responses import answers_of
from storage.scope import EVERYTHING, Scope
from storage.sql import answers, cases, chunked, officials, responses, roster_decisions, units
from surveys.interview import Evaluation
from surveys.questionnaire import Item, Questionnaire
from surveys.roster import VOCABULARIES, Official
from surveys.spelling import spell

if TYPE_CHECKING:
    from surveys.aggregation.material import Difference

ATTRIBUTES: Final = (
    "title",
    "unit",
    "gender",
    "birth_year",
    "edu",
    "qual",
    "major",
    "pol",
    "qlnn",
    "cert",
)
"""The attributes of the roster that an answer may correct, in the order in which they are shown."""

OWN: Final = Official.__slots__.index("title")
"""So many attributes come first that are everybody's own: key and name."""

PART: Final = 5_000
"""Rows of the roster in memory at a time, beside what is made of them."""

PEOPLE: Final = (
    select(
        *(units.c[name[5:]] if name.startswith("unit_") else officials.c[name] for name in Official.__slots__)
    )
    .join(units, units.c.id == officials.c.unit_id)
    .where(officials.c.left_on.is_(None))
    .order_by(units.c.code, officials.c.roster_key)
)

UNSAID: Final = {"gender": "na"}
"""The choice of an attribute that leaves it open: it contradicts nobody."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An answer that is written otherwise than the roster's value; whether it also means otherwise is not known."""

    case_id: int
    response_id: int
    official_id: int
    item: str
    answer: str
    answered_on: date


async def people(conn: AsyncConnection, *, scope: Scope = EVERYTHING) -> tuple[Official, ...]:
    """Return the roster of record: everybody in office, by unit code and roster key.

    Equal values are one object: of 200,000 people few differ in a title, a level or a day.
    """
    seen: dict[Any, Any] = {}
    found: list[Official] = []
    rows = await conn.stream(PEOPLE.where(scope.official()))
    async for part in rows.partitions(PART):
        columns: list[tuple[Any, ...]] = list(zip(*part, strict=True))
        shared = (map(seen.setdefault, column, column) for column in columns[OWN:])
        found += map(Official, *columns[:OWN], *shared)
    return tuple(found)


def official_of(record: OfficialRecord) -> Official:
    """Return an official as reviews and statistics take them."""
    shared = {name: getattr(record, name) for name in Official.__slots__}
    return Official(**shared)


async def list_differences(
    conn: AsyncConnection,
    wave: WaveRecord,
    form: Questionnaire,
    as_of: date,
    *,
    case_ids: Collection[int] | None = None,
    scope: Scope = EVERYTHING,
) -> "list[Difference]":
    """Return what is undecided of a wave, by attribute, then in the order of the cases; of some cases only, if named.

    ``form`` is the wave's, with its own choice lists. Answers count as in every table: those of completed and of
    partial responses, if their question is relevant. What the roster has no word for contradicts nothing, nor
    does a unit that is no more on ``as_of``. Who has left the roster, withdrew or was erased has no differences.
    """
    from surveys.aggregation.material import Difference  # noqa: PLC0415 - brings numpy, which the chat never needs

    items = {item.roster: item for item in form.questions() if item.roster in ATTRIBUTES}
    if not items:
        return []
    query = _written_otherwise(wave.id, {attribute: item.name for attribute, item in items.items()})
    candidates: list[_Candidate] = []
    for part in [None] if case_ids is None else chunked(sorted(case_ids)):
        narrowed = query if part is None else query.where(cases.c.id.in_(part))
        narrowed = narrowed.where(scope.official())
        candidates += [_candidate(row) for row in await conn.execute(narrowed)]
    attribute_of = {item.name: attribute for attribute, item in items.items()}
    found = [
        (attribute_of[each.item], form.items[each.item], each)
        for each in sorted(candidates, key=lambda each: ATTRIBUTES.index(attribute_of[each.item]))
    ]
    found = await _relevant(conn, form, found)
    people_by_id = await officials_by_id(conn, {candidate.official_id for _, _, candidate in found})
    decided = await _decided(conn, wave.id)
    known_units = {unit.code for unit in await list_units(conn, as_of)}
    differences = []
    for attribute, _, candidate in found:
        held = held_by(people_by_id[candidate.official_id], attribute)
        if not says_otherwise(attribute, held, candidate.answer):
            continue
        if attribute == "unit" and candidate.answer not in known_units:
            continue
        decision = decided.get((candidate.case_id, attribute, candidate.answer))
        # What was accepted and is undone since (an older file was taken in again) is news.
        if decision is not None and (decision[0] == "rejected" or decision[1] != held):
            continue
        official = official_of(people_by_id[candidate.official_id])
        differences.append(Difference(candidate.case_id, official, attribute, held, candidate.answer))
    return differences


def held_by(official: OfficialRecord, attribute: str) -> str:
    """Return what the roster holds of an attribute, as an answer would be written; empty if nothing."""
    if attribute == "unit":
        return official.unit_code
    if attribute == "birth_year":
        born = official.birth_date.year if official.birth_date else official.birth_year
        return "" if born is None else str(born)
    return str(getattr(official, attribute))


def says_otherwise(attribute: str, held: str, answer: str) -> bool:
    """Say whether an answer means something else than what is held; free words are compared by their spelling."""
    if not answer or answer == held or answer == UNSAID.get(attribute):
        return False
    if attribute == "cert":
        return set(answer.split()) != set(held.split()) and set(answer.split()) <= set(VOCABULARIES["cert"])
    if attribute == "major":
        return spell(answer) != spell(held)
    vocabulary = VOCABULARIES.get(attribute)
    return vocabulary is None or answer in vocabulary


def _written_otherwise(wave_id: int, items: Mapping[str, str]) -> Select[Any]:
    """Build the query for the answers that are not written as the roster has it; ``items`` by attribute.

    From case to case, each with its rows beside it: by the items of the answers it takes ten times as long.
    """
    item, value = answers.c.item, answers.c.value
    held = case(*((item == name, _held(attribute)) for attribute, name in items.items()), else_=value)
    open_left = [
        and_(item == items[each], value == choice) for each, choice in UNSAID.items() if each in items
    ]
    is_submitted = responses.c.status.in_(("completed", "amended"))
    is_half_done = 2 * responses.c.required_answered >= responses.c.required_total
    answered_at = func.coalesce(
        responses.c.completed_at, responses.c.updated_at, type_=responses.c.updated_at.type
    )
    return (
        select(cases.c.id, responses.c.id, officials.c.id, item, value, answered_at)
        .select_from(cases)
        .join(responses, responses.c.case_id == cases.c.id)
        .join(officials, officials.c.id == cases.c.official_id)
        .join(units, units.c.id == officials.c.unit_id)
        .join(answers, answers.c.response_id == responses.c.id)
        .where(
            cases.c.wave_id == wave_id,
            cases.c.withdrawn_at.is_(None),
            officials.c.left_on.is_(None),
            or_(is_submitted, and_(cases.c.refused_at.is_(None), is_half_done)),
            item.in_(sorted(items.values())),
            value != "",
            value != func.coalesce(held, ""),
            not_(or_(false(), *open_left)),
        )
        .order_by(cases.c.id)
    )


def _held(attribute: str) -> ColumnElement[Any]:
    """Return what the roster holds of an attribute, as an answer would be written."""
    if attribute == "unit":
        return units.c.code
    if attribute == "birth_year":  # the date of birth, where it is known, tells the year
        year = func.coalesce(extract("year", officials.c.birth_date), officials.c.birth_year)
        return cast(cast(year, Integer), String)
    return officials.c[attribute]


def _candidate(row: Any) -> _Candidate:
    case_id, response_id, official_id, item, answer, answered_at = row
    return _Candidate(case_id, response_id, official_id, item, answer, answered_at.date())


async def _relevant(
    conn: AsyncConnection, form: Questionnaire, found: Sequence[tuple[str, Item, _Candidate]]
) -> list[tuple[str, Item, _Candidate]]:
    """Keep those whose question is asked of them; only a question that has conditions needs looking."""
    conditional = {
        candidate.response_id
        for _, item, candidate in found
        if item.relevant is not None or form.screen_of[item.name].relevant
    }
    given = await answers_of(conn, sorted(conditional))
    kept = []
    for attribute, item, candidate in found:
        if candidate.response_id in conditional:
            evaluation = Evaluation(form, given[candidate.response_id], candidate.answered_on)
            if not evaluation.is_relevant(item):
                continue
        kept.append((attribute, item, candidate))
    return kept


async def _decided(conn: AsyncConnection, wave_id: int) -> dict[tuple[int, str, str], tuple[str, str]]:
    """Return the decisions of a wave: (decision, what was held then) by case, attribute and answer."""
    query = (
        select(
            roster_decisions.c.case_id,
            roster_decisions.c.attribute,
            roster_decisions.c.answer,
            roster_decisions.c.decision,
            roster_decisions.c.held,
        )
        .join(cases, cases.c.id == roster_decisions.c.case_id)
        .where(cases.c.wave_id == wave_id)
    )
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in await conn.execute(query)}
