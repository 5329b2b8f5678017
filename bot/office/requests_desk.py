"""The requests of data subjects that are not done yet, with the days that the law sets; marked as done with the day.

Callback data: ``q.w[.<page>]`` lists, ``q.W.<request>`` shows one, ``q.W.<request>.<yyyymmdd>`` notes that it was done
that day, ``q.W.<request>.now`` erases at once the data of somebody who withdrew.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office.actor import Actor
from bot.office.administrators_desk import number_in
from bot.office.menu import PAGE, Card, labelled, message, to_menu, turns
from bot.office.orders import note_order
from bot.office.rights import Right
from bot.texts import day_text, say
from bot.texts.requests import TEXTS
from storage import erasure, frame
from storage.frame import DataRequestRecord
from storage.records import OfficialRecord
from storage.responses import Person

DAYS_BACK: Final = 7
"""So many days, today among them, are offered as the day on which a request was done."""
WITHDRAW: Final = "withdraw"
ERASE_NOW: Final = "now"


async def take(turn: Turn, _person: Person, actor: Actor, verb: str, arguments: Sequence[str]) -> Card:
    """Carry out a tap of somebody who may see the requests."""
    if verb == "w":
        return await _list(turn, actor, number_in(arguments))
    scope = actor.units(Right.REQUESTS)
    listed = await frame.list_requests(turn.conn, only_open=True, scope=scope)
    chosen = next((each for each in listed if each.id == number_in(arguments)), None)
    if chosen is None:
        return message(say(TEXTS.done_before))
    person = (await frame.officials_by_id(turn.conn, [chosen.official_id], scope=scope))[chosen.official_id]
    word = arguments[1] if len(arguments) > 1 else ""
    if chosen.kind == WITHDRAW and word == ERASE_NOW:
        await erasure.erase(turn.conn, chosen.official_id, turn.now)
        return await _finish(turn, actor, chosen, turn.now)
    offered = {f"{day:%Y%m%d}": day for day in _days(turn, chosen)}
    if chosen.kind == WITHDRAW or word not in offered:
        return _ask(turn, chosen, person)
    return await _finish(turn, actor, chosen, _moment(turn, chosen, offered[word]))


async def _finish(turn: Turn, actor: Actor, request: DataRequestRecord, done_at: datetime) -> Card:
    await frame.finish_request(turn.conn, request.id, done_at)
    day = done_at.astimezone(turn.zone).date()
    details = {"request": request.id, "kind": request.kind, "official": request.official_id}
    await note_order(turn.conn, actor.name, "request.done", details | {"day": day.isoformat()}, turn.now)
    text = TEXTS.erased if request.kind == WITHDRAW else TEXTS.done
    return Card(say(text, day=day_text(day)), ((Button(TEXTS.button, "q.w"),), to_menu()))


def _days(turn: Turn, request: DataRequestRecord) -> list[date]:
    """Return the last few days on which a request can have been done, today first."""
    received = request.received_at.astimezone(turn.zone).date()
    days = (turn.today - timedelta(days=back) for back in range(DAYS_BACK))
    return [day for day in days if day >= received]


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
    if not requests:
        return message(say(TEXTS.none))
    shown = requests[page * PAGE : (page + 1) * PAGE]
    people = await frame.officials_by_id(turn.conn, {each.official_id for each in shown}, scope=scope)
    lines = [say(TEXTS.head, count=len(requests))]
    lines += ["• " + _told(turn, each, people[each.official_id]) for each in shown]
    rows = [(labelled(_label(each, people[each.official_id]), f"q.W.{each.id}"),) for each in shown]
    return Card("\n".join(lines), (*rows, *turns(page, len(requests), "q.w"), to_menu()))


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
    told, back = _told(turn, request, person), (Button(TEXTS.back, "q.w"),)
    if request.kind == WITHDRAW:
        text = say(TEXTS.ask_withdrawn, request=told, act_due=day_text(request.act_due))
        erase = Button(TEXTS.erase_now, f"q.W.{request.id}.{ERASE_NOW}", style="danger")
        return Card(text, ((erase,), back))
    rows = [
        (Button(say(TEXTS.done_button, day=day_text(day)), f"q.W.{request.id}.{day:%Y%m%d}"),)
        for day in _days(turn, request)
    ]
    return Card(say(TEXTS.ask, request=told), (*rows, back))
