"""Opening a wave, step by step: form, audience, opening, closing, reminders, how often, confirm. A tap opens one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from bot.conversation.turns import Turn
from bot.office import menu, orders
from bot.office.actor import Actor
from bot.office.draft import Draft
from bot.office.menu import Card, Pick
from bot.office.presets import PLANS, at_closing, at_opening, read_moment
from bot.office.rights import Right
from bot.texts import moment_text, say
from bot.texts.consent import OfficeDetails
from bot.texts.office import EVERY_BUTTONS, ONCE, SAYING_GIVE_UP, TEXTS
from bot.texts.problems import word_problem
from storage import desk, frame, instruments
from storage.frame import Post
from storage.instruments import FormRecord
from storage.responses import Person
from storage.scope import Scope
from surveys.field_period import Calendar, Every, Rhythm, check_dates, check_rhythm
from surveys.problems import Problem

T = TypeVar("T")


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

    async def show(self, turn: Turn, draft: Draft, scope: Scope) -> Card:
        """Draw the card of wherever a draft stands."""
        forms = await _newest_forms(turn)
        if not draft.form:
            return menu.ask_form(draft, [(form.title, form.version) for form in forms])
        if draft.choosing:
            picks = await self._picks(turn, draft, scope)
            return menu.ask_picks(draft, picks, await self._head_count(turn, draft, scope))
        if draft.step == "audience":
            posts = await frame.list_posts(turn.conn, self._today(turn), scope=scope)
            total, linked = _head_counts(posts)
            units = len({post.unit_id for post in posts})
            return menu.ask_audience(draft, total=total, units=units, linked=linked)
        if draft.ask:
            return menu.ask_day(draft)
        if draft.step == "opens":
            return menu.ask_opens(draft, self._calendar, turn.now)
        if draft.step == "closes":
            return menu.ask_closes(draft, self._calendar, turn.now)
        if draft.step == "plan":
            return menu.ask_plan(draft, self._calendar.zone)
        if draft.step == "every":
            return menu.ask_every(draft)
        return await self._confirm(turn, draft, scope)

    async def take_tap(
        self, turn: Turn, person: Person, actor: Actor, *, step: str, draft: Draft, arguments: list[str]
    ) -> Card | None:
        """Carry out a tap on the draft's own buttons; ``None`` if it makes no sense any more."""
        verb, argument = arguments[0], ".".join(arguments[1:])
        chat_id, scope = person.contact_point.id, actor.units(Right.OPEN)
        if verb == "cancel":
            await desk.swap_step(turn.conn, chat_id, step, "")
            return menu.message(say(TEXTS.cancelled))
        if verb == "confirm":
            return await self._open(turn, person, actor, step, draft)
        if verb == "every" and (problem := self._overlap(draft, argument, turn.now)) is not None:
            card = await self.show(turn, draft, scope)
            return replace(card, text=word_problem(problem, "order") + "\n\n" + card.text)
        after = await self._changed(turn, draft, verb, argument, scope)
        if after is None:
            return None
        if after is draft:
            card = await self.show(turn, draft, scope)
            return replace(card, text=say(TEXTS.choose_some) + "\n\n" + card.text)
        return await self._keep(turn, chat_id, step, after, scope)

    async def take_text(self, turn: Turn, chat_id: int, step: str, draft: Draft, scope: Scope) -> Card:
        """Take a typed date."""
        if turn.says(*SAYING_GIVE_UP):
            return await self._keep(turn, chat_id, step, replace(draft, ask="", step=draft.ask), scope)
        is_end = draft.ask == "closes"
        moment = read_moment(turn.inbound.text, self._calendar, turn.now, is_end=is_end)
        if isinstance(moment, Problem):
            found = turn.inbound.text.strip()[:40]
            return menu.ask_day(draft, say(TEXTS.bad_day, found=found))
        after = self._with_moment(draft, moment, turn.now)
        if isinstance(after, Problem):
            return menu.ask_day(draft, word_problem(after, "field"))
        return await self._keep(turn, chat_id, step, after, scope)

    # --- one tap ----------------------------------------------------------------------------------

    async def _changed(
        self, turn: Turn, draft: Draft, verb: str, argument: str, scope: Scope
    ) -> Draft | None:
        """Return the draft after a tap, the same one if nothing changes, ``None`` if the tap means nothing."""
        match verb:
            case "form":
                forms = await _newest_forms(turn)
                form = _at(forms, argument)
                return replace(draft, form=form.sha256, step="audience") if form else None
            case "all":
                return replace(draft, unit_codes=(), titles=(), choosing="", step="opens")
            case "units":
                return replace(draft, choosing="units", titles=(), page=0)
            case "titles":
                return replace(draft, choosing="titles", unit_codes=(), page=0)
            case "page" if draft.choosing and argument.isdecimal():
                return replace(draft, page=int(argument[:4]))
            case "pick" if draft.choosing:
                pick = _at(await self._picks(turn, draft, scope), argument)
                return draft.toggled(draft.choosing, pick.code) if pick else None
            case "picked":
                is_some = draft.unit_codes or draft.titles
                return replace(draft, choosing="", step="opens") if is_some else draft
            case "opens" | "closes":
                return self._with_day(replace(draft, ask=verb), argument, turn.now)
            case "type" if argument in ("opens", "closes"):
                return replace(draft, ask=argument)
            case "plan":
                plan = _at(PLANS, argument)
                return replace(draft, reminders=plan[0], step="every") if plan else None
            case "every" if argument in EVERY_BUTTONS:
                return replace(draft, every="" if argument == ONCE else argument, step="confirm")
            case "toform":
                return replace(draft, form="", step="")
            case "toaudience":
                return replace(draft, choosing="", ask="", unit_codes=(), titles=(), step="audience")
            case "toopens" | "tocloses" | "toplan" | "toevery":
                return replace(draft, ask="", step=verb.removeprefix("to"))
        return None

    def _with_day(self, draft: Draft, argument: str, now: datetime) -> Draft | None:
        if argument == "now" and draft.ask == "opens":
            return replace(draft, opens="now", ask="", step="closes")
        try:
            day = date.fromisoformat(argument)
        except ValueError:
            return None
        moment = (at_opening if draft.ask == "opens" else at_closing)(self._calendar, day)
        after = self._with_moment(draft, moment, now)
        return None if isinstance(after, Problem) else after

    def _with_moment(self, draft: Draft, moment: datetime, now: datetime) -> Draft | Problem:
        """Set the date that is asked for, if it makes sense."""
        if draft.ask == "opens":
            opens = moment.isoformat() if moment > now else "now"
            return replace(draft, opens=opens, ask="", step="closes")
        problems = check_dates(draft.opens_at or now, moment, now)
        if problems:
            return problems[0]
        return replace(draft, closes=moment.isoformat(), ask="", step="plan")

    def _overlap(self, draft: Draft, every: str, now: datetime) -> Problem | None:
        """Say whether a wave would still be open when the next one of its series is due."""
        if every not in set(Every) or draft.closes_at is None:
            return None
        opens_at = draft.opens_at or now
        rhythm = Rhythm(Every(every), opens_at, draft.closes_at - opens_at)
        return next(iter(check_rhythm(rhythm, self._calendar)), None)

    async def _keep(self, turn: Turn, chat_id: int, step: str, draft: Draft, scope: Scope) -> Card:
        """Store the draft; whoever comes second with an older one sees how it stands."""
        await desk.swap_step(turn.conn, chat_id, step, draft.encode())
        return await self.show(turn, draft, scope)

    # --- the end ----------------------------------------------------------------------------------

    async def _confirm(self, turn: Turn, draft: Draft, scope: Scope) -> Card:
        form = await instruments.find(turn.conn, draft.form)
        if form is None or draft.closes_at is None:
            return menu.message(say(TEXTS.stale))
        head_count, linked = _head_counts(await self._audience(turn, draft, scope))
        return menu.confirm(
            draft,
            (form.title, form.version),
            await self._names(turn, draft, scope),
            head_count=head_count,
            linked=linked,
            calendar=self._calendar,
        )

    async def _open(self, turn: Turn, person: Person, actor: Actor, step: str, draft: Draft) -> Card | None:
        if draft.closes_at is None or not draft.form or not draft.opens:
            return None
        if not await desk.swap_step(turn.conn, person.contact_point.id, step, ""):
            return None
        order = orders.WaveOrder(
            form=draft.form,
            opens_at=draft.opens_at or turn.now,
            closes_at=draft.closes_at,
            unit_codes=draft.unit_codes,
            titles=draft.titles,
            reminders=draft.reminders,
            every=Every(draft.every) if draft.every else None,
        )
        try:
            made = await orders.open_wave(
                turn.conn,
                order,
                self._details,
                self._calendar,
                titles=turn.titles,
                actor=actor.name,
                now=turn.now,
                scope=actor.units(Right.OPEN),
            )
        except orders.OrderRefused:
            await desk.swap_step(turn.conn, person.contact_point.id, "", step)
            raise
        zone = self._calendar.zone
        return menu.message(
            say(
                TEXTS.opened,
                number=made.number,
                count=made.head_count,
                opens_at=moment_text(order.opens_at, zone),
                closes_at=moment_text(order.closes_at, zone),
            )
        )

    # --- what is read -----------------------------------------------------------------------------

    def _today(self, turn: Turn) -> date:
        return turn.now.astimezone(self._calendar.zone).date()

    async def _audience(self, turn: Turn, draft: Draft, scope: Scope) -> list[Post]:
        return await frame.list_posts(
            turn.conn, self._today(turn), draft.unit_codes, draft.titles, scope=scope
        )

    async def _head_count(self, turn: Turn, draft: Draft, scope: Scope) -> int:
        if not draft.unit_codes and not draft.titles:
            return 0
        return await frame.count_officials(
            turn.conn, self._today(turn), draft.unit_codes, draft.titles, scope=scope
        )

    async def _picks(self, turn: Turn, draft: Draft, scope: Scope) -> list[Pick]:
        """Return what can be ticked: units with somebody in or below them, or the titles that somebody has."""
        today = self._today(turn)
        posts = await frame.list_posts(turn.conn, today, scope=scope)
        counts: Counter[str] = Counter()
        if draft.choosing == "titles":
            for post in posts:
                counts[post.title] += post.count
            labelled = list(turn.titles.labels.items())
        else:
            units = await frame.list_units(turn.conn, today, scope=scope)
            by_id = {unit.id: unit for unit in units}
            for post in posts:
                above = by_id.get(post.unit_id)
                while above is not None:
                    counts[above.code] += post.count
                    above = by_id.get(above.parent_id or 0)
            labelled = [(unit.code, unit.name) for unit in units]
        return [Pick(code, label, counts[code]) for code, label in labelled if counts[code]]

    async def _names(self, turn: Turn, draft: Draft, scope: Scope) -> list[str]:
        if draft.titles:
            return [turn.titles.label(title) for title in draft.titles]
        within = await frame.list_units(turn.conn, self._today(turn), scope=scope)
        units = {unit.code: unit.name for unit in within}
        return [units.get(code, code) for code in draft.unit_codes]


def _head_counts(posts: Sequence[Post]) -> tuple[int, int]:
    """Return how many officials hold these posts, and how many of them have a chat."""
    return sum(post.count for post in posts), sum(post.linked_count for post in posts)


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
