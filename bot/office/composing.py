"""Opening a wave, step by step: form, audience, opening, closing, reminders, how often, confirm. A tap opens one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final, TypeVar

from bot.callbacks import from36
from bot.conversation.turns import Turn
from bot.office import adjusting_cards, adjusting_desk, orders
from bot.office import composing_cards as cards
from bot.office.actor import Actor
from bot.office.audience import Audience
from bot.office.draft import Draft
from bot.office.menu import Card, message
from bot.office.presets import (
    HOURS,
    PLANS,
    TICKS,
    at_closing,
    at_opening,
    names_an_hour,
    read_moment,
    read_plan,
    with_rule,
)
from bot.office.rights import Right
from bot.texts import moment_text, say
from bot.texts.adjusting import TEXTS as ADJUSTING
from bot.texts.composing import TEXTS
from bot.texts.consent import OfficeDetails
from bot.texts.office import EVERY_BUTTONS, ONCE, SAYING_GIVE_UP
from bot.texts.office import TEXTS as OFFICE
from bot.texts.problems import word_problem
from storage import desk, frame, instruments
from storage.instruments import FormRecord
from storage.responses import Person
from storage.scope import Scope
from surveys.field_period import Calendar, Every, Rhythm, check_dates, check_rhythm
from surveys.problems import Problem

T = TypeVar("T")
PILOT_AT_MOST: Final = 30
EXCLUDED_AT_MOST: Final = 200
"""How many people are named one by one."""
LONGEST_NAME: Final = 60  # letters of a name that is looked for


class Composer:
    """Carries a draft from step to step. Holds settings only."""

    def __init__(self, calendar: Calendar, details: OfficeDetails) -> None:
        self._calendar = calendar
        self._details = details

    async def begin(self, turn: Turn, chat_id: int, draft: Draft, scope: Scope) -> Card:
        """Start a new draft, or say at once what is missing."""
        problems = []
        if self._details.missing():
            problems.append(Problem("blanks", parameters={"names": ", ".join(self._details.missing())}))
        if not await frame.count_officials(turn.conn, self._today(turn), scope=scope):
            problems.append(Problem("no_roster"))
        if problems:
            raise orders.OrderRefused(*problems)
        return await self._keep(turn, chat_id, "", draft, scope)

    async def take_up(self, turn: Turn, chat_id: int, draft: Draft, scope: Scope) -> Card:
        """Go on with a draft that was begun elsewhere."""
        return await self._keep(turn, chat_id, "", draft, scope)

    async def show(self, turn: Turn, draft: Draft, scope: Scope) -> Card:
        """Draw the card of wherever a draft stands."""
        if draft.puts_off and draft.step != "closes" and not (draft.choosing or draft.picking):
            return await self._show_putting_off(turn, draft, scope)
        if not draft.puts_off and (not draft.form or draft.step == "form"):
            forms = await _newest_forms(turn)
            return cards.ask_form(draft, [(form.title, form.version) for form in forms])
        audience = self._audience(turn, scope)
        if draft.choosing:
            return cards.ask_picks(draft, await audience.picks(draft), await audience.head_count(draft))
        if draft.picking:
            return cards.ask_people(draft, await audience.found(draft), turn.titles)
        if draft.step == "audience":
            total, units, linked = await audience.whole()
            asked = await audience.asked(draft)
            return cards.ask_audience(draft, asked, total=total, units=units, linked=linked)
        if draft.ask == "plan":
            return cards.ask_own_plan(draft)
        if draft.ask:
            return cards.ask_day(draft)
        if draft.step == "opens":
            return cards.ask_opens(draft, self._calendar, turn.now)
        if draft.step == "closes":
            return cards.ask_closes(draft, self._calendar, turn.now)
        if draft.step == "plan":
            return cards.ask_plan(draft, self._calendar)
        if draft.step == "every":
            return cards.ask_every(draft)
        return await self._confirm(turn, draft, scope)

    async def _show_putting_off(self, turn: Turn, draft: Draft, scope: Scope) -> Card:
        if draft.step == "audience" or draft.closes_at is None:
            return adjusting_cards.ask_whom(draft, self._calendar)
        asked = await self._audience(turn, scope).asked(draft)
        return adjusting_cards.confirm(draft, asked, self._calendar)

    async def take_tap(
        self, turn: Turn, person: Person, actor: Actor, *, step: str, draft: Draft, arguments: list[str]
    ) -> Card | None:
        """Carry out a tap on the draft's own buttons; ``None`` if it makes no sense any more."""
        verb, argument = arguments[0], ".".join(arguments[1:])
        chat_id, scope = person.contact_point.id, actor.units(Right.OPEN)
        if verb == "cancel":
            await desk.swap_step(turn.conn, chat_id, step, "")
            return message(say(ADJUSTING.kept if draft.order else TEXTS.cancelled))
        if verb == "confirm":
            return await self._carry_out(turn, person, actor, step, draft)
        after = await self._changed(turn, draft, verb, argument, scope)
        if isinstance(after, str):
            card = await self.show(turn, draft, scope)
            return replace(card, text=f"{after}\n\n{card.text}")
        return await self._keep(turn, chat_id, step, after, scope) if after else None

    async def take_text(self, turn: Turn, chat_id: int, step: str, draft: Draft, scope: Scope) -> Card:
        """Take a typed date, reminder plan or name."""
        if turn.says(*SAYING_GIVE_UP):
            before = draft.at("audience") if draft.picking else draft.back_at(draft.ask)
            return await self._keep(turn, chat_id, step, before, scope)
        if draft.picking:
            words = turn.inbound.text.strip()[:LONGEST_NAME]
            return await self._keep(turn, chat_id, step, replace(draft, finding=words), scope)
        if draft.ask == "plan":
            plan = read_plan(turn.inbound.text)
            if isinstance(plan, Problem):
                return cards.ask_own_plan(draft, say(TEXTS.bad_plan, found=turn.inbound.text.strip()[:40]))
            return await self._keep(turn, chat_id, step, replace(draft, reminders=plan).at("every"), scope)
        after = self._with_typed_day(draft, turn.inbound.text, turn.now)
        if isinstance(after, Problem):
            if after.code == "bad_moment":
                return cards.ask_day(draft, say(TEXTS.bad_day, found=turn.inbound.text.strip()[:40]))
            return cards.ask_day(draft, word_problem(after, "field"))
        return await self._keep(turn, chat_id, step, after, scope)

    # --- one tap ----------------------------------------------------------------------------------

    async def _changed(
        self, turn: Turn, draft: Draft, verb: str, argument: str, scope: Scope
    ) -> Draft | str | None:
        """Return the draft after a tap, or why it stays as it is; ``None`` if the tap means nothing."""
        match verb:
            case "form":
                forms = await _newest_forms(turn)
                form = _at(forms, argument)
                return replace(draft, form=form.sha256).at("audience") if form else None
            case "all":
                return replace(draft, unit_codes=(), titles=(), pilot=()).at("opens")
            case "units" | "titles":
                return replace(draft, choosing=verb, page=0, pilot=())
            case "pilot" | "excluded":
                return replace(draft.back_at(draft.step), picking=verb, ask="people")
            case "person" if draft.picking:
                return await self._with_person(draft, from36(argument), self._audience(turn, scope))
            case "chosen" if draft.picking == "pilot":
                after = replace(draft, unit_codes=(), titles=(), every="").at("opens")
                return after if draft.pilot else say(TEXTS.choose_people)
            case "chosen" if draft.picking:
                return draft.at("audience")
            case "again":
                return replace(draft, asks_again=not draft.asks_again)
            case "page" if draft.choosing and argument.isdecimal():
                return replace(draft, page=int(argument[:4]))
            case "pick" if draft.choosing:
                pick = _at(await self._audience(turn, scope).picks(draft), argument)
                return draft.toggled(pick.code) if pick else None
            case "picked":
                is_some = draft.unit_codes or draft.titles or draft.pilot
                return draft.at("opens") if is_some else say(TEXTS.choose_some)
            case "opens" | "closes":
                return self._with_day(replace(draft, ask=verb), argument, turn.now)
            case "hour":
                hour = _at(HOURS, argument)
                return self._with_hour(draft, hour) if hour else None
            case "type" if argument in ("opens", "closes", "plan"):
                return replace(draft, ask=argument)
            case "plan":
                plan = _at(PLANS, argument)
                return replace(draft, reminders=plan[0]).at("every") if plan else None
            case "tick":
                rule = _at(TICKS, argument)
                return replace(draft, reminders=with_rule(draft.reminders, rule)) if rule else None
            case "planned":
                return draft.at("every")
            case "every" if argument in EVERY_BUTTONS:
                problem = self._overlap(draft, argument, turn.now)
                after = replace(draft, every="" if argument == ONCE else argument).at("confirm")
                return word_problem(problem, "order") if problem else after
            case "toform" | "toaudience" | "toopens" | "tocloses" | "toplan" | "toevery":
                return draft.back_at(verb.removeprefix("to"))
            case "toconfirm" if draft.is_reviewed:
                return draft.at("confirm")
        return None

    @staticmethod
    async def _with_person(draft: Draft, official_id: int | None, audience: Audience) -> Draft | str | None:
        if official_id is None:
            return None
        most = PILOT_AT_MOST if draft.picking == "pilot" else EXCLUDED_AT_MOST
        if official_id not in draft.picked and len(draft.picked) >= most:
            return say(TEXTS.too_many_people, most=most)
        is_known = official_id in draft.picked or await audience.knows(official_id)
        return draft.with_person(official_id) if is_known else None

    def _with_day(self, draft: Draft, argument: str, now: datetime) -> Draft | None:
        if argument == "now" and draft.ask == "opens":
            return self._with_opening(draft, None, now)
        try:
            day = date.fromisoformat(argument)
        except ValueError:
            return None
        if draft.ask == "opens":
            return self._with_opening(draft, at_opening(self._calendar, day), now)
        after = self._with_closing(draft, at_closing(self._calendar, day, draft.hour), now)
        return None if isinstance(after, Problem) else after

    def _with_typed_day(self, draft: Draft, text: str, now: datetime) -> Draft | Problem:
        moment = read_moment(text, self._calendar, now, is_end=draft.ask == "closes")
        if isinstance(moment, Problem):
            return moment
        if draft.ask == "opens":
            zone = self._calendar.zone
            if moment.astimezone(zone).date() < now.astimezone(zone).date():
                return Problem("opens_in_the_past")
            return self._with_opening(draft, moment if moment > now else None, now)
        if not names_an_hour(text):
            moment = at_closing(self._calendar, moment.date(), draft.hour)
        return self._with_closing(draft, moment, now)

    def _with_opening(self, draft: Draft, moment: datetime | None, now: datetime) -> Draft:
        """Set when it opens (``None``: at once); a closing that would come before that is asked anew."""
        after = replace(draft, opens=moment.isoformat() if moment else "now")
        closes_at = draft.closes_at
        if closes_at is None or check_dates(moment or now, closes_at, now):
            return replace(after, closes="").back_at("closes")
        return after.at("closes")

    @staticmethod
    def _with_closing(draft: Draft, moment: datetime, now: datetime) -> Draft | Problem:
        if draft.order == "extend" and draft.opens_at and moment <= draft.opens_at:
            return Problem("extends_nothing")
        problems = check_dates(draft.opens_at or now, moment, now)
        return problems[0] if problems else replace(draft, closes=moment.isoformat()).at("plan")

    def _with_hour(self, draft: Draft, hour: str) -> Draft:
        """Set the hour of the closing, also of one whose day stands."""
        moved = draft.closes_at and at_closing(
            self._calendar, draft.closes_at.astimezone(self._calendar.zone).date(), hour
        )
        return replace(draft, hour=hour, closes=moved.isoformat() if moved else "")

    def _overlap(self, draft: Draft, every: str, now: datetime) -> Problem | None:
        """Say whether a wave would still be open when the next one of its series is due."""
        if every not in set(Every) or draft.closes_at is None:
            return None
        opens_at = draft.opens_at or now
        rhythm = Rhythm(Every(every), opens_at, draft.closes_at - opens_at)
        return next(iter(check_rhythm(rhythm, self._calendar)), None)

    async def _keep(self, turn: Turn, chat_id: int, step: str, draft: Draft, scope: Scope) -> Card:
        """Store the draft; whoever comes second with an older one sees how it stands."""
        if draft.step == "confirm" and not draft.is_reviewed:
            draft = replace(draft, is_reviewed=True)
        await desk.swap_step(turn.conn, chat_id, step, draft.encode())
        return await self.show(turn, draft, scope)

    # --- the end ----------------------------------------------------------------------------------

    async def _confirm(self, turn: Turn, draft: Draft, scope: Scope) -> Card:
        form = await instruments.find(turn.conn, draft.form)
        if form is None or draft.closes_at is None:
            return message(say(OFFICE.stale))
        asked = await self._audience(turn, scope).asked(draft)
        return cards.confirm(draft, (form.title, form.version), asked, self._calendar)

    async def _carry_out(
        self, turn: Turn, person: Person, actor: Actor, step: str, draft: Draft
    ) -> Card | None:
        """Do what the draft says; whoever is refused sees why, and the draft as it was."""
        if draft.closes_at is None:
            return None
        if not await desk.swap_step(turn.conn, person.contact_point.id, step, ""):
            return None
        try:
            if draft.puts_off:
                return await adjusting_desk.put_off(turn, actor, draft, self._calendar)
            return await self._open(turn, actor, draft)
        except orders.OrderRefused as refusal:
            scope = actor.units(Right.OPEN)
            draft = await adjusting_desk.as_it_stands(turn, draft, scope)
            card = await self._keep(turn, person.contact_point.id, "", draft, scope)
            return replace(card, text=orders.refusal_text(refusal) + "\n\n" + card.text)

    async def _open(self, turn: Turn, actor: Actor, draft: Draft) -> Card:
        """Plan a wave, or plan one anew. Raises ``OrderRefused``."""
        assert draft.closes_at is not None
        order = orders.WaveOrder(
            form=draft.form,
            opens_at=draft.opens_at or turn.now,
            closes_at=draft.closes_at,
            unit_codes=draft.unit_codes,
            titles=draft.titles,
            reminders=draft.reminders,
            any_hour=draft.any_hour,
            every=Every(draft.every) if draft.every else None,
            pilot=draft.pilot,
            excluded=draft.excluded,
            asks_again=draft.asks_again,
        )
        settings = (order, self._details, self._calendar)
        scope = actor.units(Right.OPEN)
        if draft.order == "change":
            made = await orders.change_wave(
                turn.conn,
                draft.wave,
                *settings,
                titles=turn.titles,
                actor=actor.name,
                now=turn.now,
                scope=scope,
            )
        else:
            made = await orders.open_wave(
                turn.conn, *settings, titles=turn.titles, actor=actor.name, now=turn.now, scope=scope
            )
        zone = self._calendar.zone
        return message(
            say(
                ADJUSTING.changed if draft.order else TEXTS.opened,
                number=made.number,
                count=made.head_count,
                opens_at=moment_text(order.opens_at, zone),
                closes_at=moment_text(order.closes_at, zone),
                codes=OFFICE.codes_button,
            )
        )

    def _today(self, turn: Turn) -> date:
        return turn.now.astimezone(self._calendar.zone).date()

    def _audience(self, turn: Turn, scope: Scope) -> Audience:
        return Audience(turn, self._today(turn), scope)


async def _newest_forms(turn: Turn) -> list[FormRecord]:
    """Return the newest version of each form."""
    newest: dict[str, FormRecord] = {}
    for form in await instruments.published(turn.conn):
        newest.setdefault(form.form_id, form)
    return list(newest.values())


def _at(items: Sequence[T], position: str) -> T | None:
    """Return the item at a position that came back in a button."""
    index = int(position) if position.isdecimal() and len(position) < 5 else -1
    return items[index] if 0 <= index < len(items) else None
