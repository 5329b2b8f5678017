"""The requests of data subjects that are not done yet, with the days that the law sets; entered, and marked as done.

Callback data: ``q.w[.<page>]`` lists, ``q.W.<request>`` shows one, ``q.W.<request>.<yyyymmdd>`` notes that it was done
that day, ``q.W.<request>.now`` erases at once what somebody wants erased. ``q.W.n`` looks for somebody whose request
came on paper or by telephone, ``q.W.n.<official>[.<kind>[.<yyyymmdd>]]`` asks what they want and since when.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.callbacks import from36, number_in, to36
from bot.conversation.rights import ACT_DAYS, ANSWER_DAYS
from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office import finding
from bot.office.actor import Actor
from bot.office.draft import asked
from bot.office.menu import PAGE, Card, labelled, message, to_menu, turns
from bot.office.orders import note_order
from bot.office.rights import Right
from bot.texts import day_text, say
from bot.texts.requests import TEXTS
from storage import erasure, frame
from storage.frame import DataRequestRecord
from storage.records import OfficialRecord
from storage.responses import Person
from surveys.field_period import Calendar

DAYS_BACK: Final = 7
"""So many days, today among them, are offered as the day on which a request was done."""
WITHDRAW: Final = "withdraw"
ERASING: Final = (WITHDRAW, "erase")
"""What ends with everything erased that the survey holds of the person."""
ERASE_NOW: Final = "now"
NEW: Final = "n"
SEARCH: Final = "requests.search"
"""What may be typed: the name of whoever asked for something."""


@dataclass(frozen=True, slots=True)
class RequestsDesk:
    """Answers whoever may see the requests. The days that the law sets are the office's working days."""

    calendar: Calendar

    async def take(
        self, turn: Turn, person: Person, actor: Actor, verb: str, arguments: Sequence[str]
    ) -> Card:
        """Carry out a tap."""
        if verb == "w":
            return await _list(turn, actor, number_in(arguments))
        if arguments and arguments[0] == NEW:
            if len(arguments) == 1:
                return await finding.ask(turn, person, SEARCH, _back())
            return await self._enter(turn, actor, arguments[1:])
        return await _mark(turn, actor, arguments)

    async def _enter(self, turn: Turn, actor: Actor, arguments: Sequence[str]) -> Card:
        """Ask what somebody wants, then when it was received; enter it with the days that follow."""
        kind, word = (*arguments[1:3], "", "")[:2]
        number = from36(arguments[0]) or 0
        scope = actor.units(Right.REQUESTS)
        official = (await frame.officials_by_id(turn.conn, [number], scope=scope)).get(number)
        if official is None:
            return message(say(TEXTS.done_before))
        data = f"q.W.{NEW}.{to36(number)}"
        if kind not in ACT_DAYS:
            rows = [(Button(_begun(TEXTS.kinds[each]), f"{data}.{each}"),) for each in ACT_DAYS]
            return Card(
                say(TEXTS.ask_kind, name=official.full_name, unit=official.unit_name), (*rows, _back())
            )
        received = {f"{day:%Y%m%d}": day for day in _last_days(turn)}
        if word not in received:
            rows = [
                (Button(say(TEXTS.received_button, day=day_text(day)), f"{data}.{kind}.{each}"),)
                for each, day in received.items()
            ]
            words = {"name": official.full_name, "kind": TEXTS.kinds[kind]}
            return Card(say(TEXTS.ask_received, **words), (*rows, _back()))
        known = await frame.list_requests(turn.conn, only_open=True, scope=scope)
        for each in known:
            if (each.official_id, each.kind) == (official.id, kind):
                card = _ask(turn, each, official)
                return replace(card, text=say(TEXTS.entered_before) + "\n\n" + card.text)
        return await self._register(turn, actor, official, kind, received[word])

    async def _register(
        self, turn: Turn, actor: Actor, official: OfficialRecord, kind: str, day: date
    ) -> Card:
        answer_due = self.calendar.working_day_from(day, ANSWER_DAYS)
        act_due = day + timedelta(days=ACT_DAYS[kind])
        received_at = turn.now if day == turn.today else datetime.combine(day, time(8), turn.zone)
        about = official.id, kind, received_at
        number = await frame.register_request(turn.conn, *about, answer_due=answer_due, act_due=act_due)
        if kind == WITHDRAW:
            await erasure.withdraw(turn.conn, official.id, turn.now)
        details = {"request": number, "kind": kind, "official": official.id, "day": day.isoformat()}
        await note_order(turn.conn, actor.name, "request.enter", details, turn.now)
        template = TEXTS.entered_withdrawal if kind == WITHDRAW else TEXTS.entered
        due = {"answer_due": day_text(answer_due), "act_due": day_text(act_due)}
        return Card(say(template, name=official.full_name, **due), (_back(), to_menu()))


async def take_text(turn: Turn, _person: Person, actor: Actor, step: str) -> Card | None:
    """Look for somebody whose request is to be entered, if a name was asked for; else ``None``."""
    if asked(step).get("ask") != SEARCH or not actor.may(Right.REQUESTS):
        return None
    scope = actor.units(Right.REQUESTS)
    return await finding.found(
        turn, scope, lambda each: f"q.W.{NEW}.{to36(each.id)}", _back(), in_office=False
    )


async def _mark(turn: Turn, actor: Actor, arguments: Sequence[str]) -> Card:
    """Show a request, or note that it was done."""
    scope = actor.units(Right.REQUESTS)
    listed = await frame.list_requests(turn.conn, only_open=True, scope=scope)
    chosen = next((each for each in listed if each.id == number_in(arguments)), None)
    if chosen is None:
        return message(say(TEXTS.done_before))
    person = (await frame.officials_by_id(turn.conn, [chosen.official_id], scope=scope))[chosen.official_id]
    word = arguments[1] if len(arguments) > 1 else ""
    if chosen.kind in ERASING and word == ERASE_NOW:
        await erasure.erase(turn.conn, chosen.official_id, turn.now)
        return await _finish(turn, actor, chosen, turn.now)
    offered = {f"{day:%Y%m%d}": day for day in _days(turn, chosen)}
    if chosen.kind in ERASING or word not in offered:
        return _ask(turn, chosen, person)
    return await _finish(turn, actor, chosen, _moment(turn, chosen, offered[word]))


async def _finish(turn: Turn, actor: Actor, request: DataRequestRecord, done_at: datetime) -> Card:
    await frame.finish_request(turn.conn, request.id, done_at)
    day = done_at.astimezone(turn.zone).date()
    details = {"request": request.id, "kind": request.kind, "official": request.official_id}
    await note_order(turn.conn, actor.name, "request.done", details | {"day": day.isoformat()}, turn.now)
    text = TEXTS.erased if request.kind in ERASING else TEXTS.done
    return Card(say(text, day=day_text(day)), (_back(), to_menu()))


def _days(turn: Turn, request: DataRequestRecord) -> list[date]:
    """Return the last few days on which a request can have been done, today first."""
    received = request.received_at.astimezone(turn.zone).date()
    return [day for day in _last_days(turn) if day >= received]


def _last_days(turn: Turn) -> list[date]:
    return [turn.today - timedelta(days=back) for back in range(DAYS_BACK)]


def _moment(turn: Turn, request: DataRequestRecord, day: date) -> datetime:
    """Return when a request counts as done: now, or at the end of office hours of an earlier day."""
    if day == turn.today:
        return turn.now
    return max(request.received_at, datetime.combine(day, time(17), turn.zone))


# --- cards ------------------------------------------------------------------------------------------


async def _list(turn: Turn, actor: Actor, page: int) -> Card:
    """List them, the oldest first."""
    scope = actor.units(Right.REQUESTS)
    requests = await frame.list_requests(turn.conn, only_open=True, scope=scope)
    enter = (Button(TEXTS.enter_button, f"q.W.{NEW}"),)
    if not requests:
        return Card(say(TEXTS.none), (enter, to_menu()))
    shown = requests[page * PAGE : (page + 1) * PAGE]
    people = await frame.officials_by_id(turn.conn, {each.official_id for each in shown}, scope=scope)
    lines = [say(TEXTS.head, count=len(requests))]
    lines += ["• " + _told(turn, each, people[each.official_id]) for each in shown]
    rows = [(labelled(_label(each, people[each.official_id]), f"q.W.{each.id}"),) for each in shown]
    return Card("\n".join(lines), (*rows, *turns(page, len(requests), "q.w"), enter, to_menu()))


def _label(request: DataRequestRecord, person: OfficialRecord) -> str:
    kind = TEXTS.kinds.get(request.kind, request.kind)
    return say(TEXTS.open_button, name=person.full_name, kind=kind)


def _told(turn: Turn, request: DataRequestRecord, person: OfficialRecord) -> str:
    late = TEXTS.late if request.act_due < turn.today else ""
    return late + say(
        TEXTS.request,
        name=person.full_name,
        unit=person.unit_name,
        kind=TEXTS.kinds.get(request.kind, request.kind),
        day=day_text(request.received_at.astimezone(turn.zone).date()),
        answer_due=day_text(request.answer_due),
        act_due=day_text(request.act_due),
    )


def _ask(turn: Turn, request: DataRequestRecord, person: OfficialRecord) -> Card:
    rows: list[tuple[Button, ...]]
    told, back = _told(turn, request, person), _back()
    if request.kind in ERASING:
        template = TEXTS.ask_withdrawn if request.kind == WITHDRAW else TEXTS.ask_erase
        text = say(template, request=told, act_due=day_text(request.act_due))
        erase = Button(TEXTS.erase_now, f"q.W.{request.id}.{ERASE_NOW}", style="danger")
        return Card(text, ((erase,), back))
    rows = [
        (Button(say(TEXTS.done_button, day=day_text(day)), f"q.W.{request.id}.{day:%Y%m%d}"),)
        for day in _days(turn, request)
    ]
    return Card(say(TEXTS.ask, request=told), (*rows, back))


def _back() -> tuple[Button, ...]:
    return (Button(TEXTS.back, "q.w"),)


def _begun(label: str) -> str:
    return label[:1].upper() + label[1:]
