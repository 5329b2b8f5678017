"""A response begins: what the roster knows is laid out to be confirmed, and the first screen opens."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from bot.conversation.turns import Turn
from storage import cases, responses
from storage.records import OfficialRecord
from storage.responses import AnswerWrite, NewResponse, ParadatumWrite, Person, TurnWrites
from surveys import interview as engine
from surveys.projection import pack_interview
from surveys.questionnaire import Questionnaire
from surveys.titles import Titles

ROSTER_COLUMNS: Final = {
    "unit": "unit_code",
    "title": "title",
    "gender": "gender",
    "birth_year": "birth_year",
    "edu": "edu",
    "qual": "qual",
    "major": "major",
    "pol": "pol",
    "qlnn": "qlnn",
    "cert": "cert",
    "field_of_work": "field_of_work",
    "concurrent_titles": "concurrent_titles",
}


def roster_facts(official: OfficialRecord, today: date, titles: Titles) -> dict[str, str]:
    """Return what the roster knows, by the attribute names of the form's ``roster`` column; the unknown is left out.

    A field of work that the roster does not tell may be told by the title itself.
    """
    facts = {name: str(getattr(official, column, "") or "") for name, column in ROSTER_COLUMNS.items()}
    facts["title_group"] = titles.group(official.title)
    facts["field_of_work"] = facts["field_of_work"] or titles.field(official.title)
    if official.title_since is not None:
        facts["title_years"] = str(whole_years(official.title_since, today))
    return {name: value for name, value in facts.items() if value}


def whole_years(since: date, today: date) -> int:
    """Return the whole years from ``since`` to ``today``; 0 for a day to come."""
    has_come = (today.month, today.day) >= (since.month, since.day)
    return max(0, today.year - since.year - (not has_come))


async def begin_response(turn: Turn, person: Person, form: Questionnaire) -> Person:
    """Begin the person's response in their open case, or find that it has begun; return the person with it."""
    case, official = person.case, person.official
    assert case is not None
    assert official is not None
    today = turn.now.astimezone(turn.zone).date()
    facts = roster_facts(official, today, turn.titles)
    moment = turn.now.astimezone(turn.zone)
    step = engine.begin(form, facts, today, case.id, moment=moment, username=official.roster_key)
    packed = pack_interview(step.interview)
    new = NewResponse(case.id, step.interview.screen, case.id, facts, turn.now, packed)
    response = await responses.create_response(turn.conn, new)
    await cases.note_beginning(turn.conn, case.id, turn.now)
    shown = ParadatumWrite(response.id, "shown", turn.now, response.screen, channel=turn.inbound.channel)
    answers, writes = await _set_by_form(turn, response.id, step.interview.answers)
    await responses.save(turn.conn, TurnWrites(answers=writes, paradata=[shown]))
    return replace(person, response=response, answers=answers)


async def _set_by_form(
    turn: Turn, response: int, values: Mapping[str, str]
) -> tuple[Mapping[str, str], list[AnswerWrite]]:
    """Return the answers with which a response begins, and what is to be written: nothing if it had begun already."""
    if not values:
        return {}, []
    known = (await responses.answers_of(turn.conn, [response]))[response]
    channel = turn.inbound.channel
    writes = [AnswerWrite(response, name, value, turn.now, channel) for name, value in values.items()]
    return (known, []) if known else (values, writes)
