"""What the cases of a wave may still say: only what at least five of them share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import WaveRecord
from storage.responses import answers_of
from storage.sql import answers, cases, chunked, responses, units
from surveys.confidentiality import FEWEST
from surveys.disposition import Outcome
from surveys.interview import Status
from surveys.questionnaire import Questionnaire
from surveys.unlinking import Echoes, shared_levels

NOT_TOLD: Final = "missing"
"""The code of the unit, and in tallies of the title, that is not told: tables know the word for it."""

POST: Final = frozenset({"title", "field_of_work"})
"""The roster attributes that may stay together, where enough share them: they decide what somebody was asked."""

FINAL: Final = tuple(status.value for status in Status if status.is_final)


@dataclass(slots=True)
class KeptCase:
    """What is kept of a case. Without ``response_id`` nothing is kept of what was answered, if anything was.

    ``unit_id`` is ``None`` once the unit is not told, ``title`` empty likewise; ``post_answers`` is what was answered
    to the questions for the title and the field of work, by item.
    """

    id: int
    unit_id: int | None
    unit_code: str
    title: str
    outcome: str
    response_id: int | None
    status: str
    screen: str
    is_half_done: bool
    post_answers: tuple[tuple[str, str], ...] = ()

    @property
    def tells_title(self) -> bool:
        """Whether its title may stay, and the answers to the questions for ``POST`` with it."""
        return bool(self.title)

    def say_less(self, level: int) -> None:
        """Forget the unit from the first level on, the title from the second on."""
        if level >= 1:
            self.unit_id, self.unit_code = None, NOT_TOLD
        if level >= 2:
            self.title = ""


# --- reading ----------------------------------------------------------------------------------------


async def read_cases(conn: AsyncConnection, wave: WaveRecord, form: Questionnaire) -> list[KeptCase]:
    """Read a wave's cases as they are. What counts nowhere (withdrawn, or refused half-way) is no response."""
    query = (
        select(cases, units.c.code, responses)
        .join(units, units.c.id == cases.c.unit_id)
        .outerjoin(responses, responses.c.case_id == cases.c.id)
        .where(cases.c.wave_id == wave.id)
        .order_by(cases.c.id)
    )
    found = [_kept_case(row) for row in (await conn.execute(query)).mappings()]
    await _read_post_answers(conn, form, found)
    return found


def _kept_case(row: Any) -> KeptCase:
    is_withdrawn = row[cases.c.withdrawn_at] is not None
    is_final = row[responses.c.status] in FINAL
    counts = not is_withdrawn and (is_final or row[cases.c.refused_at] is None)
    return KeptCase(
        id=row[cases.c.id],
        unit_id=row[cases.c.unit_id],
        unit_code=row[units.c.code],
        title=row[cases.c.title],
        outcome=Outcome.REFUSED.value if is_withdrawn else row[cases.c.outcome],
        response_id=row[responses.c.id] if counts else None,
        status=row[responses.c.status] or "",
        screen=row[responses.c.screen] or "",
        is_half_done=is_final or _is_half_done(row),
    )


def _is_half_done(row: Any) -> bool:
    has_answered = (row[responses.c.answered_count] or 0) > 0
    return has_answered and 2 * int(row[responses.c.required_answered]) >= int(
        row[responses.c.required_total]
    )


async def _read_post_answers(conn: AsyncConnection, form: Questionnaire, found: Sequence[KeptCase]) -> None:
    items = {item.name for item in form.questions() if item.roster in POST}
    begun = {case.response_id: case for case in found if case.response_id is not None}
    for part in chunked(list(begun)):
        query = select(answers.c.response_id, answers.c.item, answers.c.value).where(
            answers.c.response_id.in_(part), answers.c.item.in_(items)
        )
        for response_id, item, value in await conn.execute(query.order_by(answers.c.item)):
            begun[response_id].post_answers += ((item, value),)


async def find_echoes(conn: AsyncConnection, found: Sequence[KeptCase]) -> frozenset[str]:
    """Return the questions that were answered with what the roster held of the person."""
    echoes = Echoes()
    for part in chunked([case.response_id for case in found if case.response_id is not None]):
        given = await answers_of(conn, part)
        query = select(responses.c.id, responses.c.facts).where(responses.c.id.in_(part))
        for response_id, facts in await conn.execute(query):
            echoes.show(facts, given[response_id])
    return echoes.found()


# --- saying less ------------------------------------------------------------------------------------


def share(found: Sequence[KeptCase]) -> None:
    """Let each case say only what it shares; those with answers and those without share among themselves.

    (Who gave consent is known of everybody: it tells who answered.) If fewer than five answered, none of the
    answers is kept.
    """
    answered = [case for case in found if case.response_id is not None]
    if len(answered) < FEWEST:
        for case in answered:
            case.response_id = None
    _share_answered([case for case in found if case.response_id is not None])
    _share_unanswered([case for case in found if case.response_id is None])


def _share_answered(found: Sequence[KeptCase]) -> None:
    """Share unit and title, together with what was answered: who answered another title than the roster's is rare."""
    ladders: list[Sequence[object]] = []
    for case in found:
        title = (case.title, case.post_answers)
        ladders.append(((case.unit_code, title), title, ""))
    for case, level in zip(found, shared_levels(ladders), strict=True):
        case.say_less(level)


def _share_unanswered(found: Sequence[KeptCase]) -> None:
    """Share unit and title, together with how the case ended: a chat, a refusal are known of each official.

    An outcome of fewer than five is told by the tallies alone: the cases pass for silent.
    """
    ladders: list[Sequence[object]] = []
    for case in found:
        ended = (case.title, case.outcome)
        ladders.append(((case.unit_code, *ended), ended, case.outcome, ""))
    for case, level in zip(found, shared_levels(ladders), strict=True):
        case.say_less(level)
        if level > 2:
            case.outcome = Outcome.SILENT.value
