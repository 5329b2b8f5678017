"""The bank of situations in the chat: what is in use, what waits for review, results, a point for the next briefing.

Callback data: ``q.si`` shows how it stands, ``q.si.w`` what waits, ``q.si.r`` asks for results, ``q.si.t`` for the
workbook, ``q.si.x.<bank>`` asks whether to withdraw a bank and ``q.si.X.<bank>`` does; ``q.si.b`` offers situations to
discuss, ``q.si.b.<place>`` the rounds, ``q.si.b.<place>.<round>`` notes the point.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.callbacks import number_in
from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office.actor import Actor
from bot.office.asking import work_card
from bot.office.menu import PAGE, Card, labelled, message, to_menu
from bot.office.orders import note_order
from bot.office.rights import Right
from bot.texts import moment_text, say
from bot.texts.office import TEXTS as OFFICE
from bot.texts.situations_office import TEXTS
from storage import briefings, situations
from storage.briefings import RoundRecord
from storage.responses import Person
from storage.situations import BankRecord
from surveys.confidentiality import FEWEST
from surveys.situations import Bank, Situation, Told

RESULTS: Final = "situations.results"
BOOK: Final = "situations.book"
"""The kinds of the jobs that count what was answered, and that make the workbook."""
SOON: Final = timedelta(days=60)
"""A situation whose validity ends within this is named."""
SHOWN: Final = 60
"""Letters of a situation in a list."""


async def take(turn: Turn, person: Person, actor: Actor, _verb: str, arguments: Sequence[str]) -> Card | None:
    """Carry out a tap of whoever keeps the bank; ``None`` if it makes no sense any more."""
    order, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if order == "":
        return await _show(turn, actor)
    if order == "r":
        return await work_card(
            turn, person, RESULTS, {}, queued=say(TEXTS.queued), waiting=say(TEXTS.in_hand)
        )
    if order == "b":
        return await _discuss(turn, actor, rest)
    if not actor.may_everywhere(Right.SITUATIONS):
        return message(say(TEXTS.only_everywhere))
    match order:
        case "w":
            return await _show_waiting(turn)
        case "t":
            return await work_card(
                turn, person, BOOK, {}, queued=say(TEXTS.template_queued), waiting=say(TEXTS.in_hand)
            )
        case "x" | "X":
            return await _withdraw(turn, actor, number_in(rest), is_certain=order == "X")
    return None


async def _show(turn: Turn, actor: Actor) -> Card:
    used = await situations.bank_in_use(turn.conn)
    scope = actor.units(Right.SITUATIONS)
    people = await situations.count_subscribers(turn.conn, scope=scope)
    if not actor.may_everywhere(Right.SITUATIONS):
        rows = (
            (Button(TEXTS.results_button, "q.si.r"),),
            (Button(TEXTS.discuss_button, "q.si.b"),),
            to_menu(),
        )
        if used is None:
            return message(say(TEXTS.none_here))
        told = {"number": used.id, "sent": len(used.bank.sent_on(turn.today)), "people": people}
        return Card(say(TEXTS.card_here, **told), rows)
    label = TEXTS.template_button if used is None else TEXTS.current_button
    card = (
        Card(say(TEXTS.none), ((Button(label, "q.si.t"),), to_menu()))
        if used is None
        else _standing(used, turn.today, people)
    )
    if not turn.caps.file_limit:
        return replace(card, text=f"{card.text}\n{say(TEXTS.elsewhere)}")
    return replace(card, picks="file") if turn.caps.picks_files else card


def _standing(used: BankRecord, day: date, people: int) -> Card:
    bank = used.bank
    sent, waits = bank.sent_on(day), bank.to_be_reviewed()
    soon = [each.code for each in sent if each.valid_until and each.valid_until <= day + SOON]
    told = {
        "number": used.id,
        "file": used.filename,
        "count": len(bank.situations),
        "sent": len(sent),
        "waits": len(waits),
        "over": len(bank.situations) - len(sent) - len(waits),
        "days": SOON.days,
        "soon": ", ".join(soon) or "–",
        "people": people,
    }
    rows = [(Button(TEXTS.results_button, "q.si.r"),), (Button(TEXTS.discuss_button, "q.si.b"),)]
    if waits:
        rows.insert(0, (Button(say(TEXTS.waits_button, count=len(waits)), "q.si.w"),))
    rows += [(Button(TEXTS.current_button, "q.si.t"),), (Button(TEXTS.withdraw_button, f"q.si.x.{used.id}"),)]
    return Card(say(TEXTS.card, **told), (*rows, to_menu()))


def _back() -> tuple[Button, ...]:
    return (Button(TEXTS.button, "q.si"),)


async def _show_waiting(turn: Turn) -> Card:
    used = await situations.bank_in_use(turn.conn)
    waits = used.bank.to_be_reviewed() if used is not None else ()
    if not waits:
        return Card(say(TEXTS.nothing_waits), (_back(), to_menu()))
    lines = [say(TEXTS.waiting, count=len(waits))]
    lines += [
        say(TEXTS.waiting_line, code=each.code, text=short(each.text), author=each.author)
        for each in waits[: 2 * PAGE]
    ]
    lines += [say(TEXTS.more, count=len(waits) - 2 * PAGE)] if len(waits) > 2 * PAGE else []
    return Card("\n".join(lines), ((Button(TEXTS.current_button, "q.si.t"),), _back(), to_menu()))


def short(text: str) -> str:
    """Return the beginning of a situation, for a line of a list."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"


async def _withdraw(turn: Turn, actor: Actor, number: int, *, is_certain: bool) -> Card | None:
    if not is_certain:
        if await situations.find_bank(turn.conn, number) is None:
            return None
        yes = Button(say(TEXTS.withdraw_yes, number=number), f"q.si.X.{number}", style="danger")
        return Card(say(TEXTS.ask_withdraw, number=number), ((yes,), _back()))
    is_new = await situations.withdraw_bank(turn.conn, number, actor.name, turn.now)
    text = TEXTS.withdrawn if is_new else TEXTS.withdrawn_before
    return Card(say(text, number=number), (_back(), to_menu()))


# --- a point for the next briefing --------------------------------------------------------------------


async def _discuss(turn: Turn, actor: Actor, rest: Sequence[str]) -> Card | None:
    """Let somebody choose a situation, then a round; note the point. What is told is what colleagues are told."""
    used = await situations.bank_in_use(turn.conn)
    offered = await _tellable(turn, used.bank) if used is not None else []
    if not offered:
        return Card(say(TEXTS.no_point), (_back(), to_menu()))
    if not rest:
        rows = [
            (labelled(f"{each.code} – {each.text}", f"q.si.b.{place}"),)
            for place, each, _ in offered[: 2 * PAGE]
        ]
        return Card(say(TEXTS.choose_point), (*rows, _back()))
    chosen = next((each for each in offered if each[0] == number_in(rest)), None)
    if chosen is None:
        return None
    rounds = await _rounds(turn, actor)
    if not rounds:
        return Card(say(TEXTS.no_round), (_back(), to_menu()))
    if len(rest) == 1:
        rows = [
            (labelled(moment_text(held.at, turn.zone), f"q.si.b.{chosen[0]}.{held.id}"),)
            for held in rounds[:PAGE]
        ]
        return Card(say(TEXTS.choose_round), (*rows, _back()))
    held = next((each for each in rounds if each.id == number_in(rest, 1)), None)
    return None if held is None else await _note(turn, actor, held, chosen[1], chosen[2])


async def _tellable(turn: Turn, bank: Bank) -> list[tuple[int, Situation, Told]]:
    """Return the situations that enough people have answered, with their place in the bank, those known least first."""
    found = []
    for place, each in enumerate(bank):
        told = await situations.find_telling(turn.conn, each)
        if told is not None and told.count >= FEWEST:
            found.append((place, each, told))
    return sorted(found, key=lambda each: (_share(each[1], each[2]), each[0]))


def _share(situation: Situation, told: Told) -> float:
    right = None if situation.key is None else told.chosen[situation.key]
    return 1.0 if right is None else right / told.count


async def _rounds(turn: Turn, actor: Actor) -> list[RoundRecord]:
    """Return the next round of each briefing within one's units."""
    found = []
    for briefing in await briefings.list_briefings(turn.conn, scope=actor.units(Right.SITUATIONS)):
        coming = [each for each in await briefings.rounds_of(turn.conn, briefing.id) if each.at > turn.now]
        found += coming[-1:]
    return sorted(found, key=lambda each: each.at)


async def _note(turn: Turn, actor: Actor, held: RoundRecord, situation: Situation, told: Told) -> Card:
    right = None if situation.key is None else told.chosen[situation.key]
    known = "" if right is None else say(TEXTS.point_right, count=right)
    text = say(TEXTS.point, text=situation.text, count=told.count, right=known)
    await briefings.add_note(turn.conn, held.id, briefings.PROPOSAL, text, turn.now)
    details = {"code": situation.code, "briefing": held.briefing_id}
    await note_order(turn.conn, actor.name, "situations.discuss", details, turn.now)
    at = moment_text(held.at, turn.zone)
    return Card(say(TEXTS.noted, at=at, text=text), (_back(), (Button(OFFICE.menu_button, "q.m"),)))
