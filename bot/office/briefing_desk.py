"""The regular briefing in the chat: set up by buttons, its people, its next round, what was concluded.

Callback data: ``q.bf`` lists the briefings, ``q.bf.s.<briefing>`` shows one, ``q.bf.n[.<every>[.<moment>[.<unit>]]]``
makes one, ``q.bf.e`` asks whether to end one and ``q.bf.E`` does. Parties: see ``briefing_people``. A round:
``q.bf.r.<round>`` shows it, ``d`` asks for another day, ``w`` and ``W`` leave it out. Conclusions: see
``briefing_conclusions``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from bot.callbacks import number_in
from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office import briefing_conclusions, briefing_people
from bot.office.actor import Actor
from bot.office.briefing_rounds import preview, say_pulse
from bot.office.briefing_talk import ASKED, Talk, ask, stop_asking
from bot.office.draft import asked
from bot.office.menu import Card, labelled, message, to_menu
from bot.office.orders import note_order
from bot.office.presets import names_an_hour, read_moment
from bot.office.rights import Right
from bot.texts import moment_text, say
from bot.texts.briefings import TEXTS
from storage import briefings, frame
from storage.briefings import BriefingRecord, RoundRecord
from storage.responses import Person
from surveys.briefing import following_round, round_at, times_of
from surveys.field_period import Calendar, Every, Rhythm
from surveys.problems import Problem

HOURS: Final = (8, 14)
MORNING: Final = time(HOURS[0])
"""The hours that are offered for a first round."""
OFFERED: Final = (5, 10, 15, 20)
"""So many working days ahead a first round is offered."""
FARTHEST: Final = timedelta(days=366)
HELD: Final = 4
"""Rounds that are over, offered on the card of a briefing."""


@dataclass(frozen=True, slots=True)
class BriefingDesk:
    """Answers whoever may prepare briefings, for the units of their right."""

    calendar: Calendar

    async def take(
        self, turn: Turn, person: Person, actor: Actor, _verb: str, arguments: Sequence[str]
    ) -> Card | None:
        """Carry out a tap; ``None`` if it makes no sense any more."""
        talk = Talk(turn, person, actor, self.calendar)
        order, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
        if order == "":
            return await self._list(talk)
        if order == "n":
            return await self._make(talk, rest)
        if order in briefing_people.ORDERS:
            return await briefing_people.take(talk, order, rest)
        if order in briefing_conclusions.ORDERS:
            return await briefing_conclusions.take(talk, order, rest)
        if order in ("r", "d", "w", "W"):
            held = await briefings.find_round(turn.conn, number_in(rest), scope=talk.scope)
            return None if held is None else await self._of_round(talk, held, order)
        briefing = await briefings.find_briefing(turn.conn, number_in(rest), scope=talk.scope)
        if briefing is None:
            return None
        match order:
            case "s":
                return await self._show(talk, briefing)
            case "e":
                yes = Button(TEXTS.end_yes, f"q.bf.E.{briefing.id}", style="danger")
                return Card(say(TEXTS.ask_end, unit=unit_of(briefing)), ((yes,), back_to(briefing.id)))
            case "E":
                return await self._end(talk, briefing)
        return None

    async def take_text(self, turn: Turn, person: Person, actor: Actor, step: str) -> Card | None:
        """Take what was typed for a briefing, if that was asked; else ``None``."""
        wanted = asked(step)
        if not str(wanted.get("ask", "")).startswith(ASKED) or not actor.may(Right.BRIEF):
            return None
        talk = Talk(turn, person, actor, self.calendar)
        match wanted["ask"]:
            case "brief.first":
                return await self._take_first(talk, str(wanted["every"]))
            case "brief.move":
                return await self._move(talk, int(wanted["round"]))
            case "brief.person":
                return await briefing_people.take_name(talk, wanted)
        return await briefing_conclusions.take_text(talk, wanted)

    # --- briefings ----------------------------------------------------------------------------------

    async def _list(self, talk: Talk) -> Card:
        known = await briefings.list_briefings(talk.turn.conn, scope=talk.scope)
        if len(known) == 1:
            return await self._show(talk, known[0], is_only=True)
        rows = [
            (
                labelled(
                    say(TEXTS.briefing_button, every=TEXTS.every[each.every], unit=unit_of(each)),
                    f"q.bf.s.{each.id}",
                ),
            )
            for each in known
        ]
        new = (Button(TEXTS.new_button, "q.bf.n"),)
        return Card(say(TEXTS.choose if known else TEXTS.none), (*rows, new, to_menu()))

    async def _show(
        self, talk: Talk, briefing: BriefingRecord, lead: str = "", *, is_only: bool = False
    ) -> Card:
        conn, zone = talk.turn.conn, self.calendar.zone
        rounds = await briefings.rounds_of(conn, briefing.id)
        following = next((each for each in rounds if each.at > talk.turn.now), None)
        is_going_on = following is not None and briefing.ended_at is None
        count = len(await briefings.open_actions(conn, briefing.id, scope=talk.scope))
        rows: list[tuple[Button, ...]] = []
        told: dict[str, Any] = {"unit": unit_of(briefing), "open": count}
        if following is not None and is_going_on:
            times = times_of(following.at, self.calendar)
            lines, labels = await briefing_people.told_parties(talk, briefing.id)
            rows += [
                (labelled(label, f"q.bf.p.{briefing.id}.{place}"),) for place, label in enumerate(labels)
            ]
            rows.append((Button(TEXTS.next_button, f"q.bf.r.{following.id}"),))
            told |= {
                "every": TEXTS.every[briefing.every].lower(),
                "at": moment_text(times.at, zone),
                "pulse_at": moment_text(times.pulse_opens_at, zone),
                "agenda_at": moment_text(times.agenda_at, zone),
                "parties": "\n".join(lines),
            }
        held = [each for each in rounds if each.at <= talk.turn.now][:HELD]
        rows += [
            (labelled(say(TEXTS.held_button, at=moment_text(each.at, zone)), f"q.bf.k.{each.id}"),)
            for each in held
        ]
        if is_going_on:
            rows.append((Button(TEXTS.end_button, f"q.bf.e.{briefing.id}"),))
        rows.append((Button(TEXTS.new_button, "q.bf.n"),) if is_only else (Button(TEXTS.back, "q.bf"),))
        text = say(TEXTS.card if is_going_on else TEXTS.ended, **told)
        return Card("\n\n".join(part for part in (lead, text) if part), (*rows, to_menu()))

    async def _end(self, talk: Talk, briefing: BriefingRecord) -> Card:
        turn = talk.turn
        if await briefings.end_briefing(turn.conn, briefing.id, turn.now):
            await note_order(turn.conn, talk.actor.name, "briefing.end", {"briefing": briefing.id}, turn.now)
        return message(say(TEXTS.end_done, unit=unit_of(briefing)))

    # --- making one ---------------------------------------------------------------------------------

    async def _make(self, talk: Talk, rest: Sequence[str]) -> Card | None:
        every, stamp, unit = (*rest[:3], "", "", "")[:3]
        if every not in set(Every) & TEXTS.every.keys():
            rows = [(Button(label, f"q.bf.n.{each}"),) for each, label in TEXTS.every.items()]
            return Card(say(TEXTS.ask_every), (*rows, (Button(TEXTS.back, "q.bf"),)))
        first_at = self._read_stamp(stamp)
        if first_at is None:
            return await self._ask_first(talk, every)
        if first_at <= talk.turn.now:
            return await self._ask_first(talk, every, say(TEXTS.past_first))
        return await self._create(talk, every, first_at, unit)

    def _read_stamp(self, stamp: str) -> datetime | None:
        if len(stamp) != 12 or not stamp.isdecimal():
            return None
        try:
            return datetime.strptime(stamp, "%Y%m%d%H%M").replace(tzinfo=self.calendar.zone)
        except ValueError:
            return None

    async def _ask_first(self, talk: Talk, every: str, problem: str = "") -> Card:
        """Ask when the first round is: some days at two hours are offered, any other is typed."""
        await ask(talk, "brief.first", every=every)
        rows = []
        for ahead in OFFERED:
            day = self.calendar.working_day_from(talk.turn.today, ahead)
            moments = [
                datetime(day.year, day.month, day.day, hour, tzinfo=self.calendar.zone) for hour in HOURS
            ]
            rows.append(
                tuple(
                    labelled(moment_text(each, self.calendar.zone), f"q.bf.n.{every}.{each:%Y%m%d%H%M}")
                    for each in moments
                )
            )
        text = say(TEXTS.ask_first, every=TEXTS.every[every])
        return Card(
            "\n\n".join(part for part in (problem, text) if part),
            (*rows, (Button(TEXTS.back, "q.bf.n"),)),
            picks="date",
        )

    async def _take_first(self, talk: Talk, every: str) -> Card:
        moment = self._typed_moment(talk)
        if isinstance(moment, str):
            return await self._ask_first(talk, every, moment)
        return await self._create(talk, every, moment, "")

    def _typed_moment(self, talk: Talk) -> datetime | str:
        """Return the moment that was typed, in the morning if no hour was; or what is wrong with it."""
        text, now = talk.turn.inbound.text, talk.turn.now
        read = read_moment(text, self.calendar, now, is_end=False)
        if isinstance(read, Problem):
            return say(TEXTS.bad_first, found=text.strip()[:40])
        if not names_an_hour(text):
            read = self.calendar.local(read.astimezone(self.calendar.zone).date(), MORNING)
        if read <= now:
            return say(TEXTS.past_first)
        return say(TEXTS.far_first) if read > now + FARTHEST else read

    async def _create(self, talk: Talk, every: str, first_at: datetime, unit: str) -> Card:
        """Make a briefing for everything, or for a unit of whoever makes it; of several, one is asked for."""
        turn, roots = talk.turn, talk.scope.roots
        unit_id = None
        if roots is not None:
            unit_id = int(unit) if unit.isdecimal() and int(unit) in roots else None
            unit_id = next(iter(roots)) if len(roots) == 1 else unit_id
            if unit_id is None:
                units = await frame.list_units(turn.conn, turn.today, scope=talk.scope)
                rows = [
                    (labelled(each.name, f"q.bf.n.{every}.{first_at:%Y%m%d%H%M}.{each.id}"),)
                    for each in units
                    if each.id in roots
                ]
                return Card(say(TEXTS.ask_unit), (*rows, (Button(TEXTS.back, "q.bf.n"),)))
        rhythm = Rhythm(Every(every), first_at, timedelta(0))
        await stop_asking(talk)
        number = await briefings.create_briefing(turn.conn, rhythm.every, first_at, unit_id, turn.now)
        at = round_at(rhythm, 1, self.calendar)
        first, at = (1, at) if at > turn.now else following_round(rhythm, 1, self.calendar, turn.now)
        await briefings.plan_round(turn.conn, number, first, at)
        details = {"briefing": number, "every": every, "at": at.isoformat()}
        await note_order(turn.conn, talk.actor.name, "briefing.make", details, turn.now)
        made = await briefings.find_briefing(turn.conn, number, scope=talk.scope)
        assert made is not None
        return await self._show(talk, made, say(TEXTS.made))

    # --- the next round -----------------------------------------------------------------------------

    async def _of_round(self, talk: Talk, held: RoundRecord, order: str) -> Card:
        if held.at <= talk.turn.now:
            return await briefing_conclusions.show(talk, held)
        match order:
            case "d":
                return await self._ask_move(talk, held)
            case "w" | "W":
                return await self._skip(talk, held, is_certain=order == "W")
        return await self._show_round(talk, held)

    async def _skip(self, talk: Talk, held: RoundRecord, *, is_certain: bool) -> Card:
        """Leave a round out before anybody was asked for it: the one after it is the next."""
        turn, zone = talk.turn, self.calendar.zone
        briefing = await briefings.find_briefing(turn.conn, held.briefing_id, scope=talk.scope)
        if held.wave_id is not None or held.agenda_at is not None or briefing is None:
            return await self._show_round(talk, held, say(TEXTS.skip_late))
        number, at = following_round(briefing.rhythm, held.number, self.calendar, held.at)
        told = {"at": moment_text(held.at, zone), "following": moment_text(at, zone)}
        if not is_certain:
            yes = Button(TEXTS.skip_yes, f"q.bf.W.{held.id}", style="danger")
            return Card(
                say(TEXTS.ask_skip, **told), ((yes,), (Button(TEXTS.back_round, f"q.bf.r.{held.id}"),))
            )
        if await briefings.change_round(turn.conn, held, number=number, at=at):
            details = {"briefing": held.briefing_id, "at": held.at.isoformat()}
            await note_order(turn.conn, talk.actor.name, "briefing.skip", details, turn.now)
        return await self._show(talk, briefing, say(TEXTS.skipped, **told))

    async def _show_round(self, talk: Talk, held: RoundRecord, lead: str = "") -> Card:
        zone, times = self.calendar.zone, times_of(held.at, self.calendar)
        sent = TEXTS.agenda_planned if held.agenda_at is None else TEXTS.agenda_sent
        text = say(
            TEXTS.round_next,
            at=moment_text(held.at, zone),
            pulse=await say_pulse(talk, held, times),
            agenda=say(sent, at=moment_text(held.agenda_at or times.agenda_at, zone)),
            preview=await preview(talk, held),
        )
        rows = [(Button(TEXTS.move_button, f"q.bf.d.{held.id}"),)]
        rows += [(Button(TEXTS.skip_button, f"q.bf.w.{held.id}"),)] if held.wave_id is None else []
        text = "\n\n".join(part for part in (lead, text) if part)
        return Card(text, (*rows, back_to(held.briefing_id), to_menu()))

    async def _ask_move(self, talk: Talk, held: RoundRecord, problem: str = "") -> Card:
        await ask(talk, "brief.move", round=held.id)
        text = "\n\n".join(part for part in (problem, say(TEXTS.ask_move)) if part)
        back = (Button(TEXTS.back_round, f"q.bf.r.{held.id}"),)
        return Card(text, (back,), picks="date")

    async def _move(self, talk: Talk, number: int) -> Card | None:
        """Put the next round on another day; what comes before it moves, too, unless it is sent."""
        turn = talk.turn
        held = await briefings.find_round(turn.conn, number, scope=talk.scope)
        if held is None:
            return None
        moment = self._typed_moment(talk)
        if isinstance(moment, str):
            return await self._ask_move(talk, held, moment)
        await stop_asking(talk)
        await briefings.change_round(turn.conn, held, at=moment)
        details = {"briefing": held.briefing_id, "at": moment.isoformat()}
        await note_order(turn.conn, talk.actor.name, "briefing.move", details, turn.now)
        moved = await briefings.find_round(turn.conn, number, scope=talk.scope)
        assert moved is not None
        template = TEXTS.moved if held.agenda_at is None else TEXTS.move_late
        return await self._show_round(talk, moved, say(template, at=moment_text(moment, self.calendar.zone)))


def unit_of(briefing: BriefingRecord) -> str:
    """Name the unit of a briefing."""
    return briefing.unit_name or TEXTS.whole


def back_to(briefing_id: int) -> tuple[Button, ...]:
    """Return the row that leads back to a briefing."""
    return (Button(TEXTS.back, f"q.bf.s.{briefing_id}"),)
