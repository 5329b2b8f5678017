"""What is seen and ordered of a wave that exists: progress, who is left, reminding, closing, files."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot import fieldwork
from bot.callbacks import number_in, to36
from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office import adjusting_desk, differences_desk, menu, orders, unfinished_desk, wave_cards
from bot.office.actor import Actor
from bot.office.asking import ask_for_work
from bot.office.codes import HandingOut, handing_out
from bot.office.entry_desk import EntryDesk
from bot.office.menu import Card, WaveLine
from bot.office.progress_desk import ProgressDesk
from bot.office.report_desk import ReportDesk
from bot.office.rights import Right
from bot.office.standing import wave_lines
from bot.texts import say
from bot.texts.adjusting import TEXTS as ADJUSTING
from bot.texts.consent import OfficeDetails
from bot.texts.office import TEXTS
from storage.responses import Person
from surveys.field_period import Calendar
from surveys.problems import Problem

EXPORT: Final = "export"
"""The kind of the job that makes a workbook of answers."""
PAPER: Final = "paper"
"""The kind of the job that makes the questionnaire on paper."""
BY_HAND: Final = "by_hand"
"""The kind of the job that makes the list of whom to remind by hand."""

STATES: Final = {
    "p": ("planned", "open", "closed"),
    "r": ("open",),
    "c": ("planned", "open"),
    "s": ("planned", "open", "closed"),
    "e": ("open", "closed"),
    "b": ("open", "closed"),
    "v": ("open", "closed"),
    "n": ("open",),
    "f": ("open",),
    "h": ("open",),
    "y": ("open",),
    "q": ("open",),
    "j": ("planned", "open"),
}
"""In which states a wave can be meant by a verb."""
WHILE_OPEN: Final = frozenset("nfhyq")
"""What is about people who can still answer: an old button leads to nobody when the wave has ended."""


class WaveDesk:
    """Answers taps about waves. ``channels``: by which people come; ``code_lifetime`` of codes given with a text."""

    def __init__(
        self,
        zone: ZoneInfo,
        calendar: Calendar,
        details: OfficeDetails,
        entry: EntryDesk,
        *,
        report_profile: str,
        channels: Sequence[str],
        code_lifetime: timedelta,
    ) -> None:
        self._reports = ReportDesk(report_profile)
        self._zone = zone
        self._calendar = calendar
        self._details = details
        self._entry = entry
        self._progress = ProgressDesk(calendar)
        self._channels = channels
        self._code_lifetime = code_lifetime

    async def take(
        self, turn: Turn, person: Person, actor: Actor, verb: str, arguments: list[str], *, right: Right
    ) -> Card | None:
        """Carry out a tap about a wave; ``None`` if it is not one that there is."""
        chosen = verb.lower()
        scope = actor.units(right)
        waves = await wave_lines(turn.conn, *STATES[chosen], scope=scope)
        if chosen == "s":
            waves = [each for each in waves if adjusting_desk.is_offered(each, turn.now)]
        turned = number_in([arguments[0][1:]]) if arguments and arguments[0].startswith("p") else None
        if not arguments or turned is not None:
            if not waves:
                return menu.message(say(TEXTS.nothing_open))
            if len(waves) > 1:
                return menu.choose_wave(waves[::-1], chosen, self._zone, turned or 0)
            number = waves[0].number
        else:
            number = number_in(arguments)
        wave = next(
            (each for each in await wave_lines(turn.conn, scope=scope) if each.number == number), None
        )
        if wave is None:
            return None
        if chosen in WHILE_OPEN and wave.state != "open":
            raise orders.OrderRefused(Problem("wave_not_open", parameters={"found": str(number)}))
        match verb:
            case "p" | "P" | "q" | "Q" | "j" | "J":
                return await self._progress.take(
                    turn, person, actor, wave, verb=verb, arguments=arguments[1:]
                )
            case "s":
                return await adjusting_desk.show(turn, actor, wave, self._calendar)
            case "r":
                return await self._ask_remind(turn, actor, wave)
            case "R":
                return await self._remind(turn, wave, actor, arguments[1:])
            case "c":
                return wave_cards.ask_close(wave) if wave.state != "closed" else _closed_before(wave)
            case "C":
                return await self._close(turn, wave, actor)
            case "S":
                called_off = await orders.stop_series(
                    turn.conn, wave.number, actor.name, turn.now, scope=scope
                )
                template = TEXTS.series_stopped_before if called_off is None else TEXTS.series_stopped
                return menu.message(say(template))
            case "b" | "B":
                return await self._reports.take(turn, person, actor, wave, verb=verb, arguments=arguments[1:])
            case "v" | "V":
                return await differences_desk.take(turn, actor, wave.number, verb, arguments[1:])
            case "n":
                return await unfinished_desk.show(turn, actor, wave, arguments[1:])
            case "f":
                office = await self._handing_out(turn)
                return await unfinished_desk.forward(turn, actor, wave, office, arguments[1:])
            case "y":
                return await self._entry.choose(turn, person, actor, wave.number, arguments[1:])
            case "Y":
                return await self._entry.begin(turn, person, actor, wave.number, arguments[1:])
            case "h":
                return await self._queue(turn, wave, person, actor, PAPER)
            case "H":
                return await self._queue(turn, wave, person, actor, BY_HAND, is_noted=False)
            case _:
                return await self._queue(turn, wave, person, actor, EXPORT)

    async def _handing_out(self, turn: Turn) -> HandingOut:
        return await handing_out(
            turn.conn,
            self._details.office_name,
            self._channels,
            turn.titles,
            self._zone,
            expires_at=turn.now + self._code_lifetime,
        )

    async def _ask_remind(self, turn: Turn, actor: Actor, wave: WaveLine) -> Card:
        if wave.state != "open":
            return menu.message(say(TEXTS.remind_not_open, number=wave.number))
        scope = actor.units(Right.REMIND)
        record = await orders.find_wave(turn.conn, wave.number, scope=scope)
        count = await fieldwork.count_remindable(turn.conn, record, self._calendar, turn.now, scope=scope)
        token = to36(turn.inbound.update_id)
        return wave_cards.ask_remind(wave.number, count, token, self._calendar, turn.now)

    async def _remind(self, turn: Turn, wave: WaveLine, actor: Actor, arguments: list[str]) -> Card:
        if len(arguments) != 2 or arguments[1] not in ("0", "1") or not arguments[0].isalnum():
            return menu.message(say(TEXTS.stale))
        token, hours = arguments
        count = await orders.remind_now(
            turn.conn,
            wave.number,
            self._calendar,
            actor.name,
            turn.now,
            token=token,
            scope=actor.units(Right.REMIND),
            any_hour=hours == "1",
        )
        if not count:
            return menu.message(say(TEXTS.reminded_before))
        return menu.message(say(TEXTS.reminded, count=count, number=wave.number))

    async def _close(self, turn: Turn, wave: WaveLine, actor: Actor) -> Card:
        scope = actor.units(Right.CLOSE)
        if not await orders.close_wave(
            turn.conn, wave.number, self._calendar, actor.name, turn.now, scope=scope
        ):
            return _closed_before(wave)
        again = (Button(ADJUSTING.reopen_button, f"q.s.{wave.number}.r"),)
        rows = (again, menu.to_menu()) if wave.state == "open" else (menu.to_menu(),)
        template = TEXTS.closed if wave.state == "open" else TEXTS.called_off
        return Card(say(template, number=wave.number), rows)

    async def _queue(
        self, turn: Turn, wave: WaveLine, person: Person, actor: Actor, kind: str, *, is_noted: bool = True
    ) -> Card:
        """Let a file be made, unless the same one is being made already; note the order, or let its work note it."""
        parameters = {"wave": wave.number}
        words = {"number": wave.number, "what": TEXTS.files[kind]}
        job = await ask_for_work(turn, person, kind, parameters)
        if not job:
            return menu.message(say(TEXTS.export_waiting, **words))
        if is_noted:
            await orders.note_order(turn.conn, actor.name, f"wave.{kind}", parameters, turn.now)
        return menu.under_way(say(TEXTS.export_queued, **words), job)


def _closed_before(wave: WaveLine) -> Card:
    return menu.message(say(TEXTS.closed_before, number=wave.number))
