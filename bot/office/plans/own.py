"""What officials answer about the courses that they are planned for: whether they come, and why not.

Callback data: ``h.y.<seat>`` confirms, ``h.n.<seat>`` asks why not, ``h.n.<seat>.<reason>`` declines. Typed: ``/lop``
shows one's courses, ``/lop <seat> có``, ``/lop <seat> không <reason>``. Whoever scans the code of a class when it ends,
or types it behind the command, has completed it.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.callbacks import number_in
from bot.conversation.turns import Turn
from bot.messages import Button, InboundKind, Outbound
from bot.texts import day_text, say
from bot.texts.plans import TEXTS as PLANS
from bot.texts.seats import TEXTS
from storage import planning
from storage.people import Person
from storage.planning import SeatRecord
from storage.planning.seats import COMPLETED, CONFIRMED, DECLINED, MISSED
from surveys.replies import fold

COMMAND: Final = "lop"
CLASS_CODE: Final = "lop_"
"""How the code of a class begins."""
SCANNED_FOR: Final = timedelta(days=7)
_REASONS: Final = dict(TEXTS.reasons)


async def serve(turn: Turn, person: Person) -> list[Outbound] | None:
    """Answer an official about their own courses; ``None`` if it is about something else."""
    inbound = turn.inbound
    is_tap = inbound.kind is InboundKind.TAP and inbound.data.startswith("h.")
    if person.official is not None and turn.command in ("start", COMMAND):
        scanned = _scanned(turn.argument)
        if scanned is not None:
            return [await _check_in(turn, person.official.id, *scanned)]
    if person.official is None or not (is_tap or turn.command == COMMAND):
        return None
    official_id = person.official.id
    if is_tap:
        _, verb, *rest = [*inbound.data.split("."), ""]
        reason = _reason(rest[1:])
        number = number_in(rest)
    else:
        number, verb, reason = _typed(turn.argument)
    own = {seat.id: seat for seat in await planning.own_seats(turn.conn, official_id, turn.today)}
    if not number:
        return _list(turn, list(own.values()))
    seat = own.get(number)
    if seat is None or seat.first <= turn.today:
        return [turn.notice(say(TEXTS.over))]
    if verb == "y":
        return [await _answer(turn, seat, CONFIRMED)]
    if verb == "n" and reason:
        return [await _answer(turn, seat, DECLINED, reason)]
    if verb == "n":
        return [_ask_reason(turn, seat)]
    return [seat_message(turn, seat)]


def tell_unknown(turn: Turn) -> list[Outbound] | None:
    """Answer somebody who scans the code of a class and of whom nobody knows yet who they are; it is no wrong code."""
    is_scan = turn.command in ("start", COMMAND) and turn.argument.startswith(CLASS_CODE)
    return [turn.notice(say(TEXTS.not_known))] if is_scan else None


def class_payload(plan_id: int, class_number: int, code: str) -> str:
    """Return what the QR of a class holds behind the bot's link."""
    return f"{CLASS_CODE}{plan_id}_{class_number}_{code}"


def _scanned(argument: str) -> tuple[int, int, str] | None:
    """Read the code of a class: plan, class, code."""
    if not argument.startswith(CLASS_CODE):
        return None
    plan_id, class_number, code, *_ = [*argument.removeprefix(CLASS_CODE).split("_"), "", "", ""]
    return number_in([plan_id]), number_in([class_number]), code


async def _check_in(turn: Turn, official_id: int, plan_id: int, class_number: int, code: str) -> Outbound:
    """Note that somebody has completed a class, from its last day on, for a week; what the office noted stands."""
    seat = await planning.seat_by_code(turn.conn, plan_id, class_number, code, official_id)
    if seat is None:
        return turn.notice(say(TEXTS.not_in_class))
    if turn.today < seat.last:
        return turn.notice(say(TEXTS.class_not_over, course=seat.course_name, last=day_text(seat.last)))
    if turn.today > seat.last + SCANNED_FOR:
        return turn.notice(say(TEXTS.class_long_over, course=seat.course_name))
    if seat.state == MISSED:
        return turn.notice(say(TEXTS.missed, course=seat.course_name))
    if seat.state != COMPLETED:
        told = {"number": class_number, "plan": plan_id, "year": seat.first.year, "day": day_text(turn.today)}
        evidence = say(PLANS.evidence_scanned, **told)
        await planning.settle_seats(turn.conn, [seat], COMPLETED, "chat", turn.now, evidence=evidence)
    return turn.notice(say(TEXTS.completed, course=seat.course_name))


def _typed(argument: str) -> tuple[int, str, str]:
    """Read what follows the command: the number of a seat, yes or no, the number of a reason."""
    words = [fold(word) for word in argument.split()]
    number = int(words[0]) if words and words[0].isdecimal() and len(words[0]) < 10 else 0
    verb = {"co": "y", "duoc": "y", "khong": "n"}.get(words[1] if len(words) > 1 else "", "")
    return number, verb, _reason(words[2:])


def _reason(rest: Sequence[str]) -> str:
    """Return the code of a reason by its number, from 1."""
    number = number_in(rest)
    return TEXTS.reasons[number - 1][0] if 1 <= number <= len(TEXTS.reasons) else ""


def _list(turn: Turn, seats: Sequence[SeatRecord]) -> list[Outbound]:
    if not seats:
        return [turn.notice(say(TEXTS.none))]
    return [seat_message(turn, seat) for seat in seats]


def seat_message(turn: Turn, seat: SeatRecord) -> Outbound:
    """Return the card of one seat, as an answer."""
    return turn.notice(seat_text(seat), seat_buttons(seat))


def seat_text(seat: SeatRecord) -> str:
    """Return what somebody is told of their seat, and what they answered."""
    told = {"name": seat.full_name, "course": seat.course_name, "details": seat.details}
    text = say(TEXTS.told, year=seat.first.year, reasons=seat.reasons, **told)
    if seat.state == CONFIRMED:
        return text + "\n" + say(TEXTS.state, said=TEXTS.said_yes)
    if seat.state == DECLINED:
        said = say(TEXTS.said_no, reason=_REASONS.get(seat.reason, ""))
        return text + "\n" + say(TEXTS.state, said=said)
    return text


def seat_buttons(seat: SeatRecord) -> tuple[Button, ...]:
    """Return the two answers to a seat."""
    yes = Button(TEXTS.yes_button, f"h.y.{seat.id}", style="primary", typed=f"/lop {seat.id} có", says="yes")
    return (yes, Button(TEXTS.no_button, f"h.n.{seat.id}", typed=f"/lop {seat.id} không", says="no"))


def _ask_reason(turn: Turn, seat: SeatRecord) -> Outbound:
    numbered = "\n".join(f"{number}. {label}" for number, (_, label) in enumerate(TEXTS.reasons, start=1))
    rows = [
        (
            Button(
                label,
                f"h.n.{seat.id}.{number}",
                typed=f"/lop {seat.id} không {number}",
                said=(str(number),),
            ),
        )
        for number, (_, label) in enumerate(TEXTS.reasons, start=1)
    ]
    text = say(TEXTS.ask_reason, course=seat.course_name, first=day_text(seat.first), numbered=numbered)
    return turn.notice(text, *rows)


async def _answer(turn: Turn, seat: SeatRecord, state: str, reason: str = "") -> Outbound:
    noted = await planning.answer_seat(
        turn.conn, seat.id, seat.official_id, turn.now, state=state, reason=reason
    )
    if noted is None:
        return turn.notice(say(TEXTS.over))
    template = TEXTS.confirmed if state == CONFIRMED else TEXTS.declined
    told = {"course": seat.course_name, "first": day_text(seat.first), "reason": _REASONS.get(reason, "")}
    return turn.notice(say(template, **told))
