"""The weekly situation as its person meets it: when it comes, the card, the answer and what is told after it.

Callback data: ``t.a.<card>.<place>`` answers, ``t.d`` and ``t.d.<day>`` and ``t.d.<day>.<hour>`` choose when, ``t.p``
pauses, ``t.s`` stops, ``t.g`` goes on, ``t.c`` shows the card that waits, ``t.r`` the last one that was answered.
Typed: ``/tinhhuong``, a number behind it answers, ``ngay 3 14``, ``tamdung``, ``thoi``, ``nhantiep``, ``xem``,
``xemlai``. The card that was sent last also takes a bare number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.callbacks import from36, number_in
from bot.conversation import consent
from bot.conversation.turns import Turn
from bot.fieldwork.situation_card import COMMAND, PREFIX, card_of, verdict_of
from bot.messages import Button, InboundKind, Outbound
from bot.texts import WEEKDAYS as DAYS
from bot.texts import moment_text, say
from bot.texts.consent import ConsentNotice
from bot.texts.situations import TEXTS
from storage import situations
from storage.responses import Person
from storage.situations import ON, PAUSED, STOPPED, CardRecord, SubscriptionRecord
from surveys.field_period import Calendar
from surveys.replies import read_choice
from surveys.situations import FIRST_HOUR, LAST_HOUR, WEEKDAYS, Situation, Wish, first_window, shuffled_places

HOURS: Final = (8, 10, 14, 16, 19)
"""The hours that are offered; others may be typed."""
_TYPED: Final = {"ngay": "d", "tamdung": "p", "thoi": "s", "nhantiep": "g", "xem": "c", "xemlai": "r"}
_FIRST_DAY: Final = 2  # Monday, as days are counted here


async def serve(
    turn: Turn, person: Person, calendar: Calendar, notice: ConsentNotice | None
) -> list[Outbound] | None:
    """Answer what is about the weekly situation; ``None`` if it is about something else.

    A number alone is an answer where no survey is open for this person.
    """
    is_tap = turn.inbound.kind is InboundKind.TAP and turn.inbound.data.startswith(f"{PREFIX}.")
    is_bare = turn.inbound.kind is InboundKind.TEXT and not turn.command and person.wave is None
    if not is_tap and not is_bare and turn.command != COMMAND:
        return None
    has_agreed = notice is not None and consent.is_given(person, notice)
    if is_bare and not has_agreed:
        return None
    if not has_agreed:
        return [turn.notice(say(TEXTS.need_consent))]
    assert person.official is not None
    own = _Own(turn, person.official.id, calendar)
    if is_bare:
        return await own.take_text()
    verb, arguments = _read_tap(turn.inbound.data) if is_tap else _read_typed(turn.argument)
    return await own.take(verb, arguments)


def _read_tap(data: str) -> tuple[str, Sequence[str]]:
    _, verb, *arguments = [*data.split("."), ""]
    return verb, arguments


def _read_typed(argument: str) -> tuple[str, Sequence[str]]:
    """Return what was typed behind the command: an answer by its number, or an order with its numbers."""
    word, *rest = [*argument.casefold().split(), ""]
    if word.isdecimal():
        return "n", [word]
    if word in _TYPED:
        if rest and rest[0].isdecimal():
            rest[0] = str(int(rest[0][:6]) - _FIRST_DAY)
        return _TYPED[word], rest
    return "", []


@dataclass(frozen=True)
class _Own:
    """One act of somebody about their own cards."""

    turn: Turn
    official_id: int
    calendar: Calendar

    async def take(self, verb: str, arguments: Sequence[str]) -> list[Outbound]:
        """Carry out a tap, or the same typed."""
        match verb:
            case "a":
                card_id = from36(arguments[0]) if arguments else None
                return [await self._answer_by_tap(card_id or 0, number_in(arguments, 1))]
            case "n":
                return [await self._answer_by_number(arguments[0])]
            case "d":
                return [await self._choose([each for each in arguments if each])]
            case "p" | "s":
                return [await self._end(PAUSED if verb == "p" else STOPPED)]
            case "g":
                return [await self._go_on()]
            case "c":
                return [await self._show_open() or self.turn.notice(say(TEXTS.nothing_waits))]
            case "r":
                return [await self._show_last() or self.turn.notice(say(TEXTS.nothing_waits))]
            case _:
                return [await self._standing()]

    async def take_text(self) -> list[Outbound] | None:
        """Answer the open card by what was typed; ``None`` if that is about something else."""
        found = await self._open()
        if found is None:
            return None
        card, situation = found
        places = shuffled_places(situation, self.official_id)
        shown = [situation.options[place].text for place in places]
        meant = read_choice(self.turn.inbound.text, shown)
        if isinstance(meant, int):
            return [await self._answer(card, situation, places[meant])]
        if meant.code == "not_a_choice":
            return None
        again = await self._show_open(say(TEXTS.no_option, most=len(places)))
        return [again] if again is not None else None

    # --- when it comes ----------------------------------------------------------------------------

    async def _standing(self) -> Outbound:
        held = await situations.subscription_of(self.turn.conn, self.official_id)
        if held is None:
            return self.turn.notice(say(TEXTS.offer), *_day_rows())
        told = {"day": DAYS[held.weekday], "hour": held.hour}
        lines = [say({ON: TEXTS.on, PAUSED: TEXTS.paused}.get(held.state, TEXTS.stopped), **told)]
        waits = await self._open() is not None
        lines.append(say(TEXTS.waits if waits else TEXTS.nothing_waits))
        rows = [(_button(TEXTS.see_button, "c", "xem"),)] if waits else []
        if await self._last() is not None:
            rows.append((_button(TEXTS.again_button, "r", "xemlai"),))
        return self.turn.notice("\n".join(lines), *rows, *_ways(held))

    async def _choose(self, arguments: Sequence[str]) -> Outbound:
        """Ask for the day, then for the hour; with both, note them."""
        if not arguments:
            return self.turn.notice(say(TEXTS.ask_day), *_day_rows())
        bounds = {"first": FIRST_HOUR, "last": LAST_HOUR}
        numbers = [int(each) if each.lstrip("-").isdecimal() and len(each) < 4 else -1 for each in arguments]
        if numbers[0] not in WEEKDAYS:
            return self.turn.notice(say(TEXTS.ask_day), *_day_rows())
        if len(numbers) == 1:
            return self.turn.notice(
                say(TEXTS.ask_hour, day=DAYS[numbers[0]], **bounds), *_hour_rows(numbers[0])
            )
        wish = Wish(numbers[0], numbers[1])
        if not wish.is_possible:
            return self.turn.notice(say(TEXTS.bad_hour, **bounds), *_hour_rows(numbers[0]))
        await situations.choose_hour(self.turn.conn, self.official_id, wish.weekday, wish.hour, self.turn.now)
        first = moment_text(first_window(self.calendar, self.turn.now, wish).start, self.turn.zone)
        template = TEXTS.chosen if self.turn.caps.writes_first else TEXTS.chosen_here
        return self.turn.notice(say(template, day=DAYS[wish.weekday], hour=wish.hour, first=first))

    async def _end(self, state: str) -> Outbound:
        await situations.set_state(self.turn.conn, self.official_id, state, self.turn.now)
        if state == STOPPED:
            await situations.end_open_cards(self.turn.conn, self.official_id)
        return self.turn.notice(say(TEXTS.is_paused if state == PAUSED else TEXTS.is_stopped))

    async def _go_on(self) -> Outbound:
        held = await situations.subscription_of(self.turn.conn, self.official_id)
        if held is None:
            return await self._standing()
        await situations.set_state(self.turn.conn, self.official_id, ON, self.turn.now)
        return self.turn.notice(say(TEXTS.is_on, day=DAYS[held.weekday], hour=held.hour))

    # --- the card ---------------------------------------------------------------------------------

    async def _open(self) -> tuple[CardRecord, Situation] | None:
        """Return the card that waits, unless its situation was changed, withdrawn or is not valid any more."""
        card = await situations.open_card(self.turn.conn, self.official_id)
        situation = await self._situation(card)
        if card is None or situation is None or not situation.may_be_sent(self.turn.today):
            return None
        return card, situation

    async def _situation(self, card: CardRecord | None) -> Situation | None:
        """Return what a card shows, as long as its wording and key are those of today."""
        used = await situations.bank_in_use(self.turn.conn) if card is not None else None
        if card is None or used is None:
            return None
        found = used.bank.by_code.get(card.code)
        return found if found is not None and found.edition == card.edition and found.is_reviewed else None

    async def _show_open(self, lead: str = "") -> Outbound | None:
        found = await self._open()
        if found is None:
            return self.turn.notice(lead) if lead else None
        card, situation = found
        shown = card_of(card.id, situation, self.official_id)
        text = "\n\n".join(part for part in (lead, shown.text) if part)
        return self.turn.notice(text, *shown.buttons)

    async def _answer_by_tap(self, card_id: int, place: int) -> Outbound:
        """Answer the card whose button was tapped; a stale one shows what waits now."""
        card = await situations.card_of_person(self.turn.conn, card_id, self.official_id)
        found = await self._open()
        if card is None or found is None or found[0].id != card.id or place >= len(found[1].options):
            if card is not None and card.state == "answered" and (told := await self._told(card)):
                return self.turn.notice(f"{say(TEXTS.answered_before)}\n\n{told}")
            shown = await self._show_open(say(TEXTS.passed))
            assert shown is not None
            return shown
        return await self._answer(card, found[1], place)

    async def _answer_by_number(self, typed: str) -> Outbound:
        found = await self._open()
        if found is None:
            return self.turn.notice(say(TEXTS.nothing_waits))
        card, situation = found
        places = shuffled_places(situation, self.official_id)
        number = int(typed[:4])
        if not 1 <= number <= len(places):
            shown = await self._show_open(say(TEXTS.no_option, most=len(places)))
            assert shown is not None
            return shown
        return await self._answer(card, situation, places[number - 1])

    async def _answer(self, card: CardRecord, situation: Situation, place: int) -> Outbound:
        month = f"{self.turn.today:%Y-%m}"
        is_right = place == situation.key
        is_first = await situations.answer_card(
            self.turn.conn, card, place, self.turn.now, is_right=is_right, month=month
        )
        held = await situations.card_of_person(self.turn.conn, card.id, self.official_id)
        told = await self._told(held) if held is not None else None
        if told is None:
            return self.turn.notice(say(TEXTS.passed))
        return self.turn.notice(told if is_first else f"{say(TEXTS.answered_before)}\n\n{told}")

    async def _told(self, card: CardRecord) -> str | None:
        """Say what is told after an answer; ``None`` where its situation is another one now."""
        situation = await self._situation(card)
        if situation is None or card.choice is None:
            return None
        told = await situations.find_telling(self.turn.conn, situation)
        return verdict_of(situation, card.choice, told, self.official_id)

    async def _last(self) -> CardRecord | None:
        cards = await situations.cards_of_people(self.turn.conn, [self.official_id])
        answered = [each for each in cards.get(self.official_id, []) if each.state == "answered"]
        return answered[-1] if answered and await self._situation(answered[-1]) is not None else None

    async def _show_last(self) -> Outbound | None:
        card = await self._last()
        told = await self._told(card) if card is not None else None
        return None if told is None else self.turn.notice(told)


def _button(label: str, data: str, typed: str) -> Button:
    return Button(label, f"{PREFIX}.{data}", typed=f"/{COMMAND} {typed}")


def _day_rows() -> list[tuple[Button, ...]]:
    days = [
        replace(_button(DAYS[day], f"d.{day}", f"ngay {day + _FIRST_DAY}"), said=(str(day + _FIRST_DAY),))
        for day in WEEKDAYS
    ]
    return [tuple(days[:3]), tuple(days[3:])]


def _hour_rows(day: int) -> list[tuple[Button, ...]]:
    hours = [
        replace(
            _button(say(TEXTS.hour_button, hour=hour), f"d.{day}.{hour}", f"ngay {day + _FIRST_DAY} {hour}"),
            said=(str(hour), f"{hour}h"),
        )
        for hour in HOURS
    ]
    return [tuple(hours[:3]), tuple(hours[3:])]


def _ways(held: SubscriptionRecord) -> list[tuple[Button, ...]]:
    """Return what somebody may do about a subscription as it stands."""
    change = _button(TEXTS.change_button, "d", "ngay")
    if held.state == STOPPED:
        return _day_rows()
    other = (
        _button(TEXTS.pause_button, "p", "tamdung")
        if held.state == ON
        else _button(TEXTS.go_on_button, "g", "nhantiep")
    )
    return [(change, other), (_button(TEXTS.stop_button, "s", "thoi"),)]
