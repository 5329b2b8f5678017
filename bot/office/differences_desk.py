"""Differences between answers and the roster in the chat: one card each, accept or keep, or accept all.

Callback data: ``q.v.<wave>[.<place>]`` shows, ``q.V.<wave>.<a or k>.<case>.<attribute>.<mark>.<place>`` decides one,
``q.V.<wave>.all`` asks and ``q.V.<wave>.yes.<count>`` accepts all. The mark changes with what the card showed.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from bot.callbacks import from36, to36
from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office import menu, orders
from bot.office.actor import Actor
from bot.office.menu import Card
from bot.office.rights import Right
from bot.texts import say
from bot.texts.reports import ATTRIBUTES, TEXTS
from storage import decisions, differences, frame
from storage.differences import ATTRIBUTES as ORDER
from storage.instruments import form_of
from storage.records import WaveRecord
from storage.scope import Scope
from surveys.questionnaire import Questionnaire
from surveys.roster import VOCABULARIES
from surveys.titles import Titles

if TYPE_CHECKING:
    from surveys.aggregation.material import Difference

ACCEPT: Final = "a"
KEEP: Final = "k"


@dataclass(frozen=True, slots=True)
class _Visit:
    """Somebody at the differences of a wave, on a day, for the people of a scope."""

    turn: Turn
    actor: str
    scope: Scope
    wave: WaveRecord
    form: Questionnaire
    as_of: date

    async def found(self, case_ids: Sequence[int] | None = None) -> "list[Difference]":
        """What is undecided, of some cases or all."""
        return await differences.list_differences(
            self.turn.conn, self.wave, self.form, self.as_of, case_ids=case_ids, scope=self.scope
        )


async def take(turn: Turn, actor: Actor, number: int, verb: str, arguments: Sequence[str]) -> Card | None:
    """Carry out a tap; ``arguments`` follow the wave's number. ``None`` if it makes no sense any more."""
    scope = actor.units(Right.PERSONS)
    wave = await orders.find_wave(turn.conn, number, scope=scope)
    form = await form_of(turn.conn, wave)
    as_of = turn.now.astimezone(turn.zone).date()
    visit = _Visit(turn, actor.name, scope, wave, form, as_of)
    if verb == "v":
        if not arguments:
            await orders.note_order(turn.conn, visit.actor, "roster.differences", {"wave": number}, turn.now)
        return await _show(visit, _number(arguments[0]) if arguments else 0)
    if list(arguments) == ["all"]:
        found = await visit.found()
        return ask_accept_all(number, found) if found else _none(number)
    if len(arguments) == 2 and arguments[0] == "yes":
        return await _accept_all(visit, _number(arguments[1]))
    if len(arguments) == 5:
        return await _decide(visit, arguments)
    return None


async def _show(visit: _Visit, place: int, lead: str = "") -> Card:
    found = await visit.found()
    if not found:
        card = _none(visit.wave.id)
    else:
        units = dict((await frame.name_units(visit.turn.conn)).values())
        card = show_difference(visit.wave.id, found, place % len(found), units, visit.turn.titles)
    return Card("\n\n".join(part for part in (lead, card.text) if part), card.rows)


async def _decide(visit: _Visit, arguments: Sequence[str]) -> Card | None:
    verb, case, attribute, mark, place = arguments
    case_id, position = from36(case), _number(attribute)
    if verb not in (ACCEPT, KEEP) or case_id is None or position >= len(ORDER):
        return None
    standing = await visit.found([case_id])
    wanted = next(
        (each for each in standing if each.attribute == ORDER[position] and mark_of(each) == mark), None
    )
    lead = say(TEXTS.overtaken)
    if wanted is not None:
        decide = decisions.accept_difference if verb == ACCEPT else decisions.reject_difference
        if await _carry_out(decide, visit, wanted):
            template = TEXTS.accepted if verb == ACCEPT else TEXTS.kept
            lead = say(template, name=wanted.official.full_name, attribute=ATTRIBUTES[wanted.attribute])
    return await _show(visit, _number(place), lead)


async def _carry_out(decide: Callable[..., Awaitable[bool]], visit: _Visit, difference: "Difference") -> bool:
    turn = visit.turn
    return await decide(
        turn.conn,
        visit.wave,
        visit.form,
        difference,
        as_of=visit.as_of,
        actor=visit.actor,
        now=turn.now,
    )


async def _accept_all(visit: _Visit, count: int) -> Card:
    """Accept all, if they are as many as were asked about."""
    found = await visit.found()
    if not found:
        return _none(visit.wave.id)
    if len(found) != count:
        lead = say(TEXTS.changed_meanwhile, before=count, count=len(found))
        return await _show(visit, 0, lead)
    turn = visit.turn
    accepted = await decisions.accept_differences(
        turn.conn, visit.wave, visit.form, found, as_of=visit.as_of, actor=visit.actor, now=turn.now
    )
    return menu.message(say(TEXTS.accepted_all, count=accepted, number=visit.wave.id))


# --- cards ------------------------------------------------------------------------------------------


def show_difference(
    number: int, found: "Sequence[Difference]", place: int, units: Mapping[str, str], titles: Titles
) -> Card:
    """One of several differences, with what can be decided of it."""
    each = found[place]
    text = say(
        TEXTS.difference,
        place=place + 1,
        count=len(found),
        number=number,
        name=each.official.full_name,
        key=each.official.roster_key,
        title=titles.label(each.official.title),
        unit=each.official.unit_name,
        attribute=ATTRIBUTES[each.attribute],
        held=value_label(each.attribute, each.held, units) or TEXTS.nothing_held,
        answer=value_label(each.attribute, each.answer, units),
    )
    data = f"{to36(each.case)}.{ORDER.index(each.attribute)}.{mark_of(each)}.{place}"
    rows = [
        (Button(TEXTS.accept_button, f"q.V.{number}.{ACCEPT}.{data}", style="primary"),),
        (Button(TEXTS.keep_button, f"q.V.{number}.{KEEP}.{data}"),),
    ]
    if len(found) > 1:
        rows.append((Button(TEXTS.later_button, f"q.v.{number}.{place + 1}"),))
        rows.append((Button(say(TEXTS.accept_all_button, count=len(found)), f"q.V.{number}.all"),))
    return Card(text, (*rows, menu.to_menu()))


def ask_accept_all(number: int, found: "Sequence[Difference]") -> Card:
    """Ask whether all shall really be accepted."""
    people = len({each.case for each in found})
    text = say(TEXTS.ask_accept_all, count=len(found), number=number, people=people)
    yes = Button(TEXTS.accept_all_yes, f"q.V.{number}.yes.{len(found)}", style="danger")
    return Card(text, ((yes,), menu.to_menu()))


def value_label(attribute: str, value: str, units: Mapping[str, str]) -> str:
    """Word a value of the roster: the label of a code (of each, if there are several), else as it stands."""
    if attribute == "unit":
        return units.get(value, value)
    labels = VOCABULARIES.get(attribute)
    if labels is None:
        return value
    return ", ".join(labels.get(code, code) for code in value.split())


def mark_of(difference: "Difference") -> str:
    """Return a short mark of what a card shows: another answer, or another roster, has another one."""
    shown = f"{difference.held}\n{difference.answer}"
    return hashlib.sha256(shown.encode()).hexdigest()[:8]


def _none(number: int) -> Card:
    return menu.message(say(TEXTS.differences_none, number=number))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
