"""A wave that was answered: the sample roster of 75 officials, the built-in form, so many submitted responses."""

import random
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.beginning import roster_facts
from bot.office.orders import WaveOrder, open_wave, publish_built_in_forms
from storage import cases, frame, projections, sql
from storage.database import Database
from storage.instruments import form_of
from storage.records import CaseRecord, OfficialRecord, WaveRecord
from surveys.content import read
from surveys.field_period import VIETNAM, Calendar
from surveys.interview import Evaluation
from surveys.questionnaire import Item, ItemType, Questionnaire
from surveys.roster import Roster, read_roster
from surveys.titles import built_in_titles
from tests.bot.office_chat import DETAILS

AS_OF: Final = date(2015, 4, 1)


def sample_roster() -> Roster:
    """Read the roster that comes with the program."""
    roster = read_roster(read("roster_luong_tai.xlsx"), "roster_luong_tai.xlsx", as_of=AS_OF)
    assert isinstance(roster, Roster)
    return roster


async def answer_wave(
    database: Database,
    opens_at: datetime,
    closes_at: datetime,
    *,
    count: int = 60,
    changes: Mapping[str, Mapping[str, str]] | None = None,
) -> WaveRecord:
    """Open a wave of the built-in form for everybody and let the first ``count`` officials submit.

    They confirm what the roster holds of them, but for ``changes`` (by roster key: item and value).
    """
    async with database.begin() as conn:
        await publish_built_in_forms(conn, "test", opens_at)
        await frame.import_roster(conn, sample_roster(), AS_OF, opens_at, leaving=())
        order = WaveOrder("tna_capxa", opens_at, closes_at)
        made = await open_wave(
            conn, order, DETAILS, Calendar(), titles=built_in_titles(), actor="test", now=opens_at
        )
        wave = await cases.find_wave(conn, made.number)
        assert wave is not None
        people = {each.id: each for each in await frame.list_officials(conn, opens_at.date())}
        drawn = [case for case in await cases.list_cases(conn, wave.id) if case.roster_key.startswith("LT")]
        form = await form_of(conn, wave)
        for case in drawn[:count]:
            official = people[case.official_id or 0]
            given = answers_of(form, official, opens_at.date())
            await _submit(conn, wave, case, given | dict((changes or {}).get(case.roster_key, {})), opens_at)
        await projections.rebuild(conn, wave.id, form, VIETNAM)
    return wave


def answers_of(form: Questionnaire, official: OfficialRecord, today: date) -> dict[str, str]:
    """Return answers to every question that is relevant; what the roster knows is confirmed."""
    chance, facts = random.Random(official.roster_key), roster_facts(official, today, built_in_titles())
    given: dict[str, str] = {}
    for screen in form.screens:
        for item in screen.items:
            evaluation = Evaluation(form, given, today)
            if item.type is not ItemType.NOTE and evaluation.is_relevant(item):
                given[item.name] = facts.get(item.roster, "") or _drawn(evaluation, item, chance)
    return given


def _drawn(evaluation: Evaluation, item: Item, chance: random.Random) -> str:
    if item.type in (ItemType.SELECT_ONE, ItemType.SELECT_MULTIPLE):
        return chance.choice([choice.name for choice in evaluation.options(item)])
    return "1970" if item.roster == "birth_year" else "3" if item.type is ItemType.INTEGER else ""


async def _submit(
    conn: AsyncConnection, wave: WaveRecord, case: CaseRecord, given: Mapping[str, str], at: datetime
) -> None:
    row: dict[str, Any] = {
        "case_id": case.id,
        "wave_id": wave.id,
        "unit_id": case.unit_id,
        "status": "completed",
        "screen": "",
        "visit": 1,
        "tries": 0,
        "seed": 0,
        "answered_count": sum(bool(value) for value in given.values()),
        "required_answered": 0,
        "required_total": 0,
        "facts": {},
        "started_at": at,
        "updated_at": at,
        "completed_at": at,
    }
    made = await conn.execute(insert(sql.responses).values(row).returning(sql.responses.c.id))
    response = int(made.scalar_one())
    stored = [{"response_id": response, "item": item, "value": value} for item, value in given.items()]
    await conn.execute(insert(sql.answers), stored)
