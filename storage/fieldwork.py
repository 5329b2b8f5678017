"""How a wave was carried out, counted in SQL: never an object a case.

The outcome of a case is judged in ``surveys.disposition``: here cases alike in everything that it depends on are
counted together, and each kind of them is judged once. A closed wave has its outcomes frozen; but who withdrew
later counts as refused.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import modes
from storage.frame.units import name_units
from storage.mailbox.messages import AGAIN
from storage.reachable import newest_consent
from storage.scope import EVERYTHING, Scope
from storage.sql import (
    cases,
    consent_events,
    contact_attempts,
    contact_points,
    outbox,
    responses,
    waves,
)
from surveys.confidentiality import FEWEST
from surveys.disposition import CaseFacts, Outcome, outcome

if TYPE_CHECKING:
    from surveys.aggregation.material import CaseGroup, Fieldwork, Mode

LEFT: Final = ("sent", "unknown")
"""What became of an invitation or reminder that left, or may have."""

_UNFINISHED: Final = (Outcome.PARTIAL, Outcome.BREAKOFF)
"""How those cases end that answered and did not submit."""

_SUBMITTED: Final = responses.c.status.in_(("completed", "amended"))


async def fieldwork_of(conn: AsyncConnection, wave_id: int, *, scope: Scope = EVERYTHING) -> "Fieldwork":
    """Return how a wave was, or so far is, carried out. Raises ``LookupError`` for an unknown wave.

    Who withdrew has a case, and nothing of their response counts. A reminder ordered out of turn, or put off by
    the person, has no number of its own: it is not among ``reminded``.
    """
    from surveys.aggregation.material import Fieldwork  # noqa: PLC0415 - brings numpy, which the chat never needs

    query = select(waves.c.state, waves.c.tallies).where(waves.c.id == wave_id)
    found = (await conn.execute(query)).one_or_none()
    if found is None:
        raise LookupError(f"there is no wave {wave_id}")
    state, tallies = found
    if tallies is not None:
        if not scope.is_everything:
            raise LookupError(f"wave {wave_id} is told only as a whole")
        return _of_tallies(tallies)
    groups = await (_frozen_groups if state == "closed" else _judged_groups)(conn, wave_id, scope)
    return Fieldwork(
        groups=tuple(groups),
        stops=await (_frozen_stops if state == "closed" else _judged_stops)(conn, wave_id, scope),
        answering_seconds=await _answering_seconds(conn, wave_id, scope),
        reminded=await _reminded(conn, wave_id, scope),
        completed_after=await _completed_after(conn, wave_id, scope),
        repeated=await _repeated_invitations(conn, wave_id, scope),
        modes=await _modes(conn, wave_id, scope),
    )


# --- an unlinked wave ---------------------------------------------------------------------------------


async def tallies_of(conn: AsyncConnection, wave_id: int) -> dict[str, Any]:
    """Return as JSON what no row tells any more once a closed wave is unlinked: all but the outcomes."""
    return {
        "stops": await _frozen_stops(conn, wave_id, EVERYTHING),
        "answering_seconds": await _answering_seconds(conn, wave_id, EVERYTHING),
        "reminded": await _reminded(conn, wave_id, EVERYTHING),
        "completed_after": await _completed_after(conn, wave_id, EVERYTHING),
        "repeated": await _repeated_invitations(conn, wave_id, EVERYTHING),
        "modes": {
            name: [mode.begun, mode.seconds]
            for name, mode in (await _modes(conn, wave_id, EVERYTHING)).items()
            if len(mode.seconds) >= FEWEST  # who answered where is known from the chain of consent
        },
    }


def _of_tallies(tallies: Mapping[str, Any]) -> "Fieldwork":
    from surveys.aggregation.material import Fieldwork, Mode  # noqa: PLC0415 - numpy, which the chat never needs

    groups = {(unit, title, Outcome(ended)): count for unit, title, ended, count in tallies["groups"]}
    return Fieldwork(
        groups=tuple(_groups(groups)),
        stops=tallies["stops"],
        answering_seconds=tuple(tallies["answering_seconds"]),
        reminded={int(number): count for number, count in tallies["reminded"].items()},
        completed_after={int(number): count for number, count in tallies["completed_after"].items()},
        repeated=tallies.get("repeated", 0),
        modes={
            name: Mode(begun, tuple(seconds)) for name, (begun, seconds) in tallies.get("modes", {}).items()
        },
    )


# --- outcomes ---------------------------------------------------------------------------------------


async def _frozen_groups(conn: AsyncConnection, wave_id: int, scope: Scope) -> "list[CaseGroup]":
    ended = case((cases.c.withdrawn_at.is_not(None), Outcome.REFUSED.value), else_=cases.c.outcome)
    query = (
        select(cases.c.unit_id, cases.c.title, ended.label("ended"), func.count())
        .where(cases.c.wave_id == wave_id, scope.case())
        .group_by(cases.c.unit_id, cases.c.title, ended)
    )
    called = await name_units(conn)
    return _groups(
        {
            (called[unit][0], title, Outcome(ended)): count
            for unit, title, ended, count in await conn.execute(query)
        }
    )


async def _judged_groups(conn: AsyncConnection, wave_id: int, scope: Scope) -> "list[CaseGroup]":
    counts: Counter[tuple[str, str, Outcome]] = Counter()
    for kind in await case_kinds(conn, wave_id, scope=scope):
        counts[kind.unit_code, kind.title, outcome(kind.facts)] += kind.count
    return _groups(counts)


@dataclass(frozen=True, slots=True)
class CaseKind:
    """``count`` cases of one unit and title that are judged as ``facts``."""

    unit_code: str
    unit_name: str
    title: str
    facts: CaseFacts
    count: int


async def case_kinds(conn: AsyncConnection, wave_id: int, *, scope: Scope = EVERYTHING) -> list[CaseKind]:
    """Return how the cases of a wave stand, those alike counted together."""
    alike = _cases_alike(wave_id, scope).subquery("alike")
    kinds = [column for column in alike.c if column.name != "unit_id"]
    query = select(alike.c.unit_id, func.count(), *kinds).group_by(alike.c.unit_id, *kinds)
    called = await name_units(conn)
    return [
        CaseKind(*called[unit], title, _facts(facts), count)
        for unit, count, title, *facts in await conn.execute(query)
    ]


def _facts(kind: Sequence[Any]) -> CaseFacts:
    """Return facts that are judged as those of each case of the kind, given in the order of ``_cases_alike``.

    The last of them, ``answered``: 0 nothing, 1 less than half of the required items, 2 at least half.
    """
    chat, message, consent, refused, withdrawn, done, answered = kind
    return CaseFacts(
        is_linked=chat is not None or bool(withdrawn),
        is_blocked=chat == 0,
        is_undeliverable=message == 0,
        has_refused=bool(refused) or consent == "refused",
        has_withdrawn=bool(withdrawn) or consent in ("withdrawn", "erased"),
        is_completed=bool(done),
        answered_count=min(answered, 1),
        required_answered=max(answered - 1, 0),
        required_count=1,
    )


def _cases_alike(wave_id: int, scope: Scope) -> Select[Any]:
    """Select of each case what its outcome depends on, as ``bot.fieldwork.facts_of`` says it of one.

    What lies in other tables is looked up by its index, a case at a time: joined as subqueries it takes SQLite
    minutes for 200,000 cases.
    """
    has_answered = func.coalesce(responses.c.answered_count, 0) > 0
    of_case = cases.c.official_id
    own_chats = contact_points.c.official_id == cases.c.official_id
    own_messages = outbox.c.case_id == cases.c.id
    best_chat = (  # 1: open, 0: blocked, NULL: none
        select(func.max(_flag(contact_points.c.blocked_at.is_(None)))).where(own_chats).scalar_subquery()
    )
    best_message = (  # 1: arrived, 0: failed, NULL: neither
        select(func.max(_flag(outbox.c.status == "sent")))
        .where(own_messages, outbox.c.status.in_(("sent", "failed")))
        .scalar_subquery()
    )
    linked = select(contact_points.c.official_id).where(contact_points.c.official_id.is_not(None))
    closed = linked.where(contact_points.c.blocked_at.is_not(None))
    said_no = select(consent_events.c.official_id).where(consent_events.c.action != "given")
    consent = newest_consent()
    answered = case(
        (~has_answered, 0),
        (2 * responses.c.required_answered >= responses.c.required_total, 2),
        else_=1,
    )
    return (
        select(
            cases.c.unit_id,
            cases.c.title,
            # Few ever closed a chat or said no: only those are looked up.
            case((of_case.in_(closed), best_chat), (of_case.in_(linked), 1)).label("chat"),
            case((has_answered, None), else_=best_message).label("message"),  # else nothing hangs on it
            case((of_case.in_(said_no), consent)).label("consent"),
            _flag(cases.c.refused_at.is_not(None)).label("refused"),
            _flag(cases.c.withdrawn_at.is_not(None)).label("withdrawn"),
            _flag(_SUBMITTED).label("done"),
            answered.label("answered"),
        )
        .outerjoin(responses, responses.c.case_id == cases.c.id)
        .where(cases.c.wave_id == wave_id, scope.case())
    )


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _groups(counts: "dict[tuple[str, str, Outcome], int]") -> "list[CaseGroup]":
    from surveys.aggregation.material import CaseGroup  # noqa: PLC0415 - brings numpy

    return [CaseGroup(*kind, count) for kind, count in sorted(counts.items())]


# --- responses and reminders ------------------------------------------------------------------------


def _of_wave(query: Select[Any], wave_id: int, scope: Scope) -> Select[Any]:
    """Narrow a query on responses to the wave's, without those of people who withdrew."""
    return query.join(cases, cases.c.id == responses.c.case_id).where(
        cases.c.wave_id == wave_id, cases.c.withdrawn_at.is_(None), scope.case()
    )


async def _frozen_stops(conn: AsyncConnection, wave_id: int, scope: Scope) -> dict[str, int]:
    query = (
        select(responses.c.screen, func.count())
        .join(cases, cases.c.id == responses.c.case_id)
        .where(responses.c.wave_id == wave_id, cases.c.withdrawn_at.is_(None), ~_SUBMITTED, scope.case())
    )
    unfinished = cases.c.outcome.in_([each.value for each in _UNFINISHED])
    found = await conn.execute(query.where(unfinished).group_by(responses.c.screen))
    return {str(screen): int(count) for screen, count in sorted(tuple(row) for row in found)}


async def _judged_stops(conn: AsyncConnection, wave_id: int, scope: Scope) -> dict[str, int]:
    begun = _cases_alike(wave_id, scope).add_columns(responses.c.screen)
    alike = begun.where(~_SUBMITTED, responses.c.answered_count > 0).subquery("alike")
    kinds = [column for column in alike.c if column.name not in ("unit_id", "title", "screen")]
    query = select(alike.c.screen, func.count(), *kinds).group_by(alike.c.screen, *kinds)
    counts: Counter[str] = Counter()
    for screen, count, *facts in await conn.execute(query):
        if outcome(_facts(facts)) in _UNFINISHED:
            counts[str(screen)] += count
    return dict(sorted(counts.items()))


async def _answering_seconds(conn: AsyncConnection, wave_id: int, scope: Scope) -> tuple[int, ...]:
    seconds = _seconds_between(conn, responses.c.started_at, responses.c.completed_at).label("seconds")
    submitted = _of_wave(select(seconds).select_from(responses), wave_id, scope).where(
        _SUBMITTED, responses.c.completed_at.is_not(None)
    )
    kinds = submitted.subquery()
    query = select(kinds.c.seconds, func.count()).group_by(kinds.c.seconds)
    found = sorted(tuple(row) for row in await conn.execute(query))
    return tuple(_repeated(found))


def _repeated(counts: list[Any]) -> Iterator[int]:
    for seconds, count in counts:
        yield from [max(0, int(seconds))] * int(count)


def _seconds_between(
    conn: AsyncConnection, start: ColumnElement[Any], end: ColumnElement[Any]
) -> ColumnElement[int]:
    """Return whole seconds between two moments, as each database counts them."""
    if conn.dialect.name == "postgresql":
        return cast(func.round(extract("epoch", end) - extract("epoch", start)), Integer)
    days = func.julianday(cast(end, String)) - func.julianday(cast(start, String))
    return cast(func.round(cast(days, Float) * 86400), Integer)


async def _reminded(conn: AsyncConnection, wave_id: int, scope: Scope) -> dict[int, int]:
    is_numbered = (contact_attempts.c.purpose == "invitation") | (
        (contact_attempts.c.purpose == "reminder") & (contact_attempts.c.number > 0)
    )
    number = case((contact_attempts.c.purpose == "invitation", 0), else_=contact_attempts.c.number)
    query = (
        select(number.label("number"), func.count(contact_attempts.c.case_id.distinct()))
        .join(cases, cases.c.id == contact_attempts.c.case_id)
        .where(cases.c.wave_id == wave_id, scope.case(), is_numbered, contact_attempts.c.result.in_(LEFT))
        .group_by(number)
    )
    return {
        int(number): int(count) for number, count in sorted(tuple(row) for row in await conn.execute(query))
    }


async def _repeated_invitations(conn: AsyncConnection, wave_id: int, scope: Scope) -> int:
    query = (
        select(func.count(contact_attempts.c.case_id.distinct()))
        .join(cases, cases.c.id == contact_attempts.c.case_id)
        .where(
            cases.c.wave_id == wave_id,
            scope.case(),
            contact_attempts.c.purpose == "invitation",
            contact_attempts.c.number == AGAIN,
            contact_attempts.c.result.in_(LEFT),
        )
    )
    return int(await conn.scalar(query) or 0)


async def _modes(conn: AsyncConnection, wave_id: int, scope: Scope) -> "dict[str, Mode]":
    seconds = _seconds_between(conn, responses.c.started_at, responses.c.completed_at)
    return await modes.modes_of(conn, wave_id, _SUBMITTED, seconds, scope=scope)


async def _completed_after(conn: AsyncConnection, wave_id: int, scope: Scope) -> dict[int, int]:
    last = func.coalesce(func.max(contact_attempts.c.number), literal(0)).label("last")
    before = and_(
        contact_attempts.c.case_id == cases.c.id,
        contact_attempts.c.purpose == "reminder",
        contact_attempts.c.result.in_(LEFT),
        contact_attempts.c.at <= responses.c.completed_at,
    )
    each = (
        _of_wave(select(cases.c.id, last).select_from(responses), wave_id, scope)
        .outerjoin(contact_attempts, before)
        .where(_SUBMITTED)
        .group_by(cases.c.id)
        .subquery()
    )
    query = select(each.c.last, func.count()).group_by(each.c.last)
    return {
        int(number): int(count) for number, count in sorted(tuple(row) for row in await conn.execute(query))
    }
