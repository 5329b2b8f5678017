"""A closed wave of the sample roster with all the traces that a real one leaves: chats, consent, moments, reminders."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.beginning import roster_facts
from storage import cases, frame, instruments, office, projections
from storage.database import Database
from storage.decisions import ACCEPTED
from storage.records import CaseRecord, ConsentRecord, OfficialRecord, WaveRecord
from storage.sql import (
    answer_revisions,
    answers,
    contact_attempts,
    contact_points,
    link_codes,
    outbox,
    paradata,
    responses,
)
from storage.sql import cases as cases_table
from surveys.field_period import VIETNAM
from surveys.interview import Interview, Status, required_progress
from surveys.projection import answered_count_of
from surveys.titles import built_in_titles
from tests.bot.answered_wave import answer_wave

OPENS_AT: Final = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
CLOSES_AT: Final = OPENS_AT + timedelta(days=10)
ANSWERED: Final = 60
HALF_WAY: Final = (7, 23, 41)  # those who have not submitted, by their place
REFUSED: Final = range(60, 65)
SILENT: Final = range(65, 71)  # the rest has no chat
LAST_RATING: Final = "s_conf"
CORRECTED: Final = {"LT001": {"a_title": "ct_ubnd"}, "LT005": {"b_qual": "sdh"}}
MINUTE: Final = timedelta(minutes=1)


def opinion(key: str) -> str:
    """Return what an official wrote in words of their own."""
    return f"Ý kiến riêng của {key}"


async def live_through_wave(database: Database, people: int = ANSWERED) -> WaveRecord:
    """Let sixty of 75 officials (or fewer) answer within ten days, close the wave; three have not submitted."""
    wave = await answer_wave(database, OPENS_AT, CLOSES_AT, count=people, changes=CORRECTED)
    chance = random.Random(40)
    async with database.begin() as conn:
        known = {each.id: each for each in await frame.list_officials(conn, OPENS_AT.date())}
        drawn = await cases.list_cases(conn, wave.id)
        moments = [OPENS_AT + MINUTE * minute for minute in chance.sample(range(5, 10_000), len(drawn))]
        for place, (case, at) in enumerate(zip(drawn, moments, strict=True)):
            await _leave_traces(conn, place, case, known[case.official_id or 0], at)
        await _leave_half_way(conn, wave, [drawn[place].id for place in HALF_WAY])
        form = await instruments.form_of(conn, wave)
        await projections.rebuild(conn, wave.id, form, VIETNAM)
        outcomes = {case.id: _outcome(place) for place, case in enumerate(drawn)}
        await cases.close_wave(conn, wave.id, CLOSES_AT, outcomes)
        accepted = {"wave": wave.id, "roster_key": "LT005", "attribute": "qual", "from": "dh", "to": "sdh"}
        await office.record_order(conn, CLOSES_AT, "1", ACCEPTED, accepted)
        closed = await cases.find_wave(conn, wave.id)
    assert closed is not None
    return closed


def _outcome(place: int) -> str:
    if place in HALF_WAY:
        return "partial"
    if place < ANSWERED:
        return "completed"
    return "refused" if place in REFUSED else "silent" if place in SILENT else "unlinked"


async def _leave_traces(
    conn: AsyncConnection, place: int, case: CaseRecord, official: OfficialRecord, at: datetime
) -> None:
    if place >= SILENT.stop:
        return
    chat = f"chat-{official.roster_key}"
    made = await frame.ensure_contact_points(conn, "telegram", [chat], at - 3 * MINUTE)
    await frame.link(conn, made[chat].id, official.id, at - 3 * MINUTE)
    code = {
        "purpose": "official",
        "long_hash": f"l{place}",
        "short_hash": f"s{place}",
        "used_at": at - 3 * MINUTE,
    }
    dates = {"created_at": OPENS_AT, "expires_at": CLOSES_AT, "used_by": made[chat].id}
    await conn.execute(insert(link_codes).values(official_id=official.id, **code, **dates))
    claim = {"code": place, "official": official.id, "chat": made[chat].id}
    action = "phone.matched" if place % 9 == 0 else "code.claimed"
    await office.record_order(conn, at - 3 * MINUTE, "chat", action, claim)
    sent = {"case_id": case.id, "contact_point_id": made[chat].id, "result": "sent"}
    attempts = [{**sent, "purpose": "invitation", "number": 0, "at": at - 2 * MINUTE}]
    attempts += [
        {**sent, "purpose": "reminder", "number": number, "at": at + number * 60 * MINUTE}
        for number in range(1, 1 + place % 4)
    ]
    await conn.execute(insert(contact_attempts), attempts)
    message = {"channel": "telegram", "address": chat, "case_id": case.id, "status": "sent", "sent_at": at}
    row = {"lane": "bulk", "purpose": "invitation", "created_at": at, "key": f"invitation:{case.id}"}
    await conn.execute(insert(outbox).values(**message, **row, message={}))
    stamps: dict[str, Any] = {"invited_at": at - 2 * MINUTE, "begun_at": at}
    await conn.execute(update(cases_table).where(cases_table.c.id == case.id).values(**stamps))
    if place in SILENT:
        return
    action = "refused" if place in REFUSED else "given"
    event = ConsentRecord(official.id, action, "1", "0" * 64, "telegram", at)
    await frame.record_consents(conn, [event])
    if place < ANSWERED and await _has_response(conn, case):
        await _leave_answering(conn, case, official, at, made[chat].id)


async def _has_response(conn: AsyncConnection, case: CaseRecord) -> bool:
    return await conn.scalar(select(responses.c.id).where(responses.c.case_id == case.id)) is not None


async def _leave_answering(
    conn: AsyncConnection, case: CaseRecord, official: OfficialRecord, at: datetime, chat: int
) -> None:
    """Let a response begin with the consent and be submitted some minutes later, each answer at its moment."""
    found = select(responses.c.id).where(responses.c.case_id == case.id)
    response = int((await conn.execute(found)).scalar_one())
    words = {"response_id": response, "item": "e_prop", "value": opinion(official.roster_key)}
    is_words = (answers.c.response_id == response) & (answers.c.item == "e_prop")
    await conn.execute(update(answers).where(is_words).values(value=words["value"]))
    given = (await conn.execute(select(answers).where(answers.c.response_id == response))).mappings().all()
    ends = at + len(given) * MINUTE
    stamps = {"started_at": at, "updated_at": ends, "completed_at": ends, "seed": case.id}
    facts = roster_facts(official, at.date(), built_in_titles())
    values = {"answered_count": len(given), "facts": facts, "screen": "@done", "visit": len(given), **stamps}
    await conn.execute(update(responses).where(responses.c.id == response).values(**values))
    revisions = [
        {"response_id": response, "item": row["item"], "value": row["value"], "channel": "telegram"}
        | {"revised_at": at + place * MINUTE}
        for place, row in enumerate(given)
    ]
    await conn.execute(insert(answer_revisions), revisions)
    seen = [
        {"response_id": response, "event": "answered", "screen": row["item"], "item": row["item"]}
        | {"channel": "telegram", "at": at + place * MINUTE}
        for place, row in enumerate(given)
    ]
    await conn.execute(insert(paradata), seen)
    card = {"card_ref": "1", "card_visit": 1, "card_response_id": response, "card_sent_at": ends}
    await conn.execute(update(contact_points).where(contact_points.c.id == chat).values(**card))


async def _leave_half_way(conn: AsyncConnection, wave: WaveRecord, case_ids: Sequence[int]) -> None:
    """Take what was asked after the ratings from some, who have not submitted: they stand where everybody is asked."""
    form = await instruments.form_of(conn, wave)
    query = select(responses.c.id).where(responses.c.case_id.in_(case_ids))
    for response in (await conn.execute(query)).scalars().all():
        rows = await conn.execute(select(answers.c.item, answers.c.value).where(_of(response)))
        given = {row[0]: row[1] for row in rows}
        asked = [item.name for item in form.questions() if item.name in given]
        left = asked[: asked.index(LAST_RATING) + 1]
        await conn.execute(answers.delete().where(_of(response), answers.c.item.not_in(left)))
        await conn.execute(
            update(responses)
            .where(responses.c.id == response)
            .values(
                **_standing(wave, form.screen_of[left[-1]].name, {item: given[item] for item in left}, form)
            )
        )


def _of(response: int) -> Any:
    return answers.c.response_id == response


def _standing(wave: WaveRecord, screen: str, given: Mapping[str, str], form: Any) -> dict[str, Any]:
    interview = Interview(form, given, screen, status=Status.IN_PROGRESS, today=wave.opens_at.date())
    required, total = required_progress(interview)
    return {
        "status": "in_progress",
        "screen": screen,
        "completed_at": None,
        "answered_count": answered_count_of(interview),
        "required_answered": required,
        "required_total": total,
    }
