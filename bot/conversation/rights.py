"""The rights over one's own data: see and copy, correct, withdraw, erase, no reminders (NĐ 356/2025/NĐ-CP)."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.conversation.copy_text import ToldAnswers, copy_text
from bot.conversation.turns import Turn
from bot.messages import Attachment, Button, InboundKind, Outbound, OutboundKind
from bot.texts import day_text, moment_text, say
from bot.texts.rights import SAYING_CERTAIN, SAYING_KEEP, TEXTS
from storage import attachments, erasure, extracts, frame
from storage.responses import Person
from surveys.field_period import Calendar
from surveys.replies import fold

COMMANDS: Final = ("dulieu", "sua", "rutlai", "xoa", "ngungnhac", "nhaclai", "giunguyen")
CERTAIN: Final = {"rutlai": "withdraw", "xoa": "erase"}
"""What a command does once it is certain, by a button or by the word behind it."""
ANSWER_DAYS: Final = 2  # working days (NĐ 356/2025)
ACT_DAYS: Final = {"copy": 10, "correct": 10, "withdraw": 15, "erase": 20}  # days (NĐ 356/2025)

GoOn = Callable[[Turn, Person], Awaitable[list[Outbound]]]


ListAnswers = Callable[[Turn, Person], Awaitable[ToldAnswers]]


async def serve(
    turn: Turn, person: Person, calendar: Calendar, *, correct: GoOn, list_answers: ListAnswers
) -> list[Outbound]:
    """Answer a command or a button of this desk. ``correct`` opens the review, ``list_answers`` words the answers."""
    data = turn.inbound.data if turn.inbound.kind is InboundKind.TAP else ""
    wish = turn.command or data.removeprefix("d.")
    if fold(turn.argument) == fold(TEXTS.certain):
        wish = CERTAIN.get(wish, wish)
    match wish:
        case "dulieu":
            return await _copy(turn, person, calendar, list_answers)
        case "sua":
            return await correct(turn, person)
        case "rutlai":
            text = say(TEXTS.withdraw_ask, due=_due(turn, "withdraw"))
            return [_ask(turn, text, TEXTS.withdraw_yes, "rutlai")]
        case "withdraw":
            return await _withdraw(turn, person, calendar)
        case "xoa":
            return [_ask(turn, say(TEXTS.erase_ask), TEXTS.erase_yes, "xoa")]
        case "erase":
            return await _erase(turn, person, calendar)
        case "ngungnhac":
            return await _stop_reminders(turn, person)
        case "remind" | "nhaclai":
            assert person.official is not None
            await frame.set_reminders_off(turn.conn, person.official.id, None)
            return [turn.notice(say(TEXTS.reminders_on_done))]
        case _:
            return [turn.notice(say(TEXTS.kept))]


def _ask(turn: Turn, text: str, label: str, command: str) -> Outbound:
    certain = Button(label, f"d.{CERTAIN[command]}", style="danger", typed=f"/{command} {TEXTS.certain}")
    certain = replace(certain, says="yes", said=SAYING_CERTAIN[command])
    keep = Button(TEXTS.keep, "d.keep", typed="/giunguyen", says="no", said=SAYING_KEEP)
    return turn.notice(text, (certain,), (keep,))


def _today(turn: Turn) -> date:
    return turn.now.astimezone(turn.zone).date()


def _due(turn: Turn, kind: str) -> str:
    return day_text(_today(turn) + timedelta(days=ACT_DAYS[kind]))


async def _register(turn: Turn, person: Person, calendar: Calendar, kind: str, *, is_done: bool) -> None:
    assert person.official is not None
    number = await frame.register_request(
        turn.conn,
        person.official.id,
        kind,
        turn.now,
        answer_due=calendar.working_day_from(_today(turn), ANSWER_DAYS),
        act_due=_today(turn) + timedelta(days=ACT_DAYS[kind]),
    )
    if is_done:
        await frame.finish_request(turn.conn, number, turn.now)


async def _copy(turn: Turn, person: Person, calendar: Calendar, list_answers: ListAnswers) -> list[Outbound]:
    official = person.official
    assert official is not None
    await _register(turn, person, calendar, "copy", is_done=True)
    everything = await extracts.copy_of_person(turn.conn, official.id)
    consent = person.consent
    states = {
        "given": TEXTS.state_given,
        "refused": TEXTS.state_refused,
        "withdrawn": TEXTS.state_withdrawn,
        "erased": TEXTS.state_erased,
    }
    count = sum(bool(value) for response in everything["responses"] for value in response["answers"].values())
    lines = [
        say(TEXTS.copy_head),
        say(
            TEXTS.copy_roster,
            name=official.full_name,
            title=turn.titles.label(official.title),
            unit=official.unit_name,
            birth_year=official.birth_year or "–",
            phone=official.phone or "–",
        ),
        say(
            TEXTS.copy_consent,
            state=states[consent.action],
            at=moment_text(consent.at, turn.zone),
            version=consent.version,
        )
        if consent
        else say(TEXTS.copy_no_consent),
        say(TEXTS.copy_answers if turn.caps.files else TEXTS.copy_answers_below, count=count)
        if count
        else say(TEXTS.copy_no_answers),
    ]
    told = await list_answers(turn, person)
    if not turn.caps.files:
        text = copy_text(everything, turn.titles, turn.zone, told)
        parts = ("\n".join(lines), told.text, say(TEXTS.copy_as_text) + "\n" + text)
        return [turn.notice("\n\n".join(part for part in parts if part), protected=True)]
    head = turn.notice("\n".join(lines), protected=True)
    answers = [Outbound(OutboundKind.NOTICE, told.text, protected=True)] if told.text else []
    files = [
        Outbound(OutboundKind.DOCUMENT, name, protected=True, attachment=Attachment(name, content))
        for name, content in await attachments.files_of_person(turn.conn, official.id)
    ]
    return [head, *answers, *files, _whole_copy(_plain(everything, turn.zone))]


def _whole_copy(everything: Any) -> Outbound:
    """Everything that is held, as a file."""
    content = json.dumps(everything, ensure_ascii=False, indent=2).encode()
    return Outbound(
        OutboundKind.DOCUMENT,
        say(TEXTS.copy_caption),
        protected=True,
        attachment=Attachment("du-lieu-cua-toi.json", content),
    )


def _plain(value: Any, zone: ZoneInfo) -> Any:
    """Make JSON of it: moments and days as ISO text, local."""
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(part, zone) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part, zone) for part in value]
    return value


async def _withdraw(turn: Turn, person: Person, calendar: Calendar) -> list[Outbound]:
    official, consent = person.official, person.consent
    assert official is not None
    if consent is None or consent.action != "given":
        return [turn.notice(say(TEXTS.nothing_to_do))]
    await erasure.withdraw(turn.conn, official.id, turn.now, turn.inbound.channel)
    await _register(turn, person, calendar, "withdraw", is_done=False)
    return [turn.notice(say(TEXTS.withdraw_done, due=_due(turn, "withdraw")))]


async def _erase(turn: Turn, person: Person, calendar: Calendar) -> list[Outbound]:
    official = person.official
    assert official is not None
    await _register(turn, person, calendar, "erase", is_done=True)
    await erasure.erase(turn.conn, official.id, turn.now, turn.inbound.channel)
    return [turn.notice(say(TEXTS.erase_done))]


async def _stop_reminders(turn: Turn, person: Person) -> list[Outbound]:
    assert person.official is not None
    await frame.set_reminders_off(turn.conn, person.official.id, turn.now)
    if person.wave is None:
        return [turn.notice(say(TEXTS.reminders_off_no_wave))]
    text = say(TEXTS.reminders_off, closes_at=moment_text(person.wave.closes_at, turn.zone))
    return [turn.notice(text, (Button(TEXTS.reminders_on, "d.remind", typed="/nhaclai"),))]
