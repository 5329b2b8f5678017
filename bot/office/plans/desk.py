"""Taps about plans of whoever may make them; slow work becomes jobs.

Callback data: ``q.pl`` shows what there is, ``.n`` makes a draft, ``.m`` asks for the template, ``.s.<plan>`` shows a
version, ``.f`` its files, ``.l`` its classes and ``.i.<plan>.<class>`` one of them. ``.c`` asks what to try, ``.k`` and
``.t`` of which course, ``.q`` for which quarter, ``.w.<plan>.<kind>.<course or percent>[.<quarter>]`` tries it. ``.a``
and ``.A`` approve, ``.r`` and ``.R`` release, ``.d.<plan>`` makes the report on its result, ``.z.<plan>`` the
list in which it is entered. What became of a class: see
``results``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.callbacks import number_in
from bot.conversation.turns import Turn
from bot.office.actor import Actor
from bot.office.asking import work_card
from bot.office.menu import Card, message
from bot.office.plans import cards
from bot.office.plans.changes import FREE, MONEY, MORE, QUARTER, Change, courses_of
from bot.office.plans.making import read_plan
from bot.office.plans.results import Results
from bot.office.plans.work import APPROVE, CHANGE, CODE, DRAFT, FILES, RESULT_LIST, RESULTS, SHOW, TEMPLATE
from bot.office.plans.year import in_use, planned_year
from bot.office.rights import Right
from bot.texts import day_text, say
from bot.texts.plans import TEXTS
from storage import planning
from storage.planning import PlanRecord
from storage.planning.plans import APPROVED, REPLACED
from storage.planning.plans import DRAFT as IS_DRAFT
from storage.planning.results import OPEN
from storage.responses import Person
from surveys.planning import Fixed
from surveys.planning.limits import QUARTERS

FIXED: Final = dict(TEXTS.fixed)


async def take(turn: Turn, person: Person, actor: Actor, verb: str, arguments: Sequence[str]) -> Card | None:  # noqa: ARG001
    """Carry out a tap; ``None`` if it makes no sense any more."""
    if not actor.may_everywhere(Right.PLAN):
        return message(say(TEXTS.not_all))
    order, *rest = [*arguments, ""]
    year = planned_year(turn.today)
    match order:
        case "":
            return await _overview(turn, year)
        case "n":
            told = {"queued": say(TEXTS.drafting, year=year), "waiting": say(TEXTS.drafting_waits)}
            return await work_card(turn, person, DRAFT, {"year": year}, **told)
        case "m":
            told = {"queued": say(TEXTS.making), "waiting": say(TEXTS.making)}
            return await work_card(turn, person, TEMPLATE, {}, **told)
    record = await planning.find_plan(turn.conn, number_in(rest))
    if record is None:
        return message(say(TEXTS.gone))
    return await _Act(turn, person, actor, record, tuple(rest[1:])).carried_out(order)


async def _overview(turn: Turn, year: int) -> Card:
    drafts = [each for each in await planning.list_plans(turn.conn) if each.state == IS_DRAFT]
    known = cards.Overview(
        year,
        await in_use(turn.conn, turn.today, year),
        len(await planning.planned_posts(turn.conn)),
        len(await planning.learning_of(turn.conn)),
        await planning.current_plan(turn.conn, year),
        drafts,
    )
    return cards.overview(known, turn.zone, takes_files=turn.caps.picks_files)


@dataclass(frozen=True, slots=True)
class _Act:
    """A tap about one version; ``rest`` is what stands behind its number."""

    turn: Turn
    person: Person
    actor: Actor
    record: PlanRecord
    rest: tuple[str, ...]

    async def carried_out(self, order: str) -> Card | None:
        """Return what it leads to."""
        match order:
            case "s":
                return await self._work(SHOW)
            case "f":
                return await self._work(FILES)
            case "l":
                return self._classes()
            case "i":
                return await self._class()
            case "e" | "g" | "x" | "u" | "U" | "o" if self.record.state == REPLACED:
                return message(say(TEXTS.replaced))
            case "e" | "g" | "x" | "u" | "U":
                return await self._result(order)
            case "o":
                return await self._work(CODE, **{"class": str(number_in(self.rest))})
            case "z" if self.record.state == APPROVED:
                return await self._work(RESULT_LIST)
            case "d" if self.record.state != IS_DRAFT:
                return await self._work(RESULTS)
            case "r" | "R":
                return await self._release(is_certain=order == "R")
            case _ if self.record.state != IS_DRAFT:
                return message(say(TEXTS.no_draft))
            case "a":
                return await self._ask_approve()
            case "A":
                return await self._work(APPROVE, say(TEXTS.approving, number=self.record.id))
            case "c":
                held = {each.fixed for each in read_plan(self.record.plan).classes}
                return cards.ask_change(self.record.id, has_told=Fixed.TOLD in held)
            case "w":
                return await self._try()
            case _:
                return self._ask_course(order)

    @property
    def _page(self) -> int:
        last = self.rest[-1] if self.rest else ""
        return int(last[1:]) if last[:1] == "p" and last[1:].isdecimal() else 0

    async def _work(self, kind: str, queued: str = "", **more: str) -> Card:
        queued = queued or say(TEXTS.making)
        wanted = {"plan": self.record.id, **more}
        return await work_card(self.turn, self.person, kind, wanted, queued=queued, waiting=queued)

    async def _ask_approve(self) -> Card:
        conn, today, record = self.turn.conn, self.turn.today, self.record
        draft = read_plan(record.plan).classes
        begun = sum(each.first <= today and each.fixed is not Fixed.BEGUN for each in draft)
        kept = {(seat.official, each.course, each.first) for each in draft for seat in each.seats}
        current = await planning.current_plan(conn, record.year)
        held = await planning.seats_of(conn, current.id, states=OPEN) if current else []
        unsettled = {
            each.class_number
            for each in held
            if each.first <= today and (each.official_id, each.course, each.first) not in kept
        }
        return cards.ask_approve(record, begun, len(unsettled))

    def _classes(self) -> Card:
        names = {course.code: course.name for course in courses_of(self.record)}
        lines = [
            cards.ClassLine(
                each.number,
                names.get(each.course, each.course),
                day_text(each.first),
                len(each.seats),
                FIXED.get(each.fixed or "", ""),
            )
            for each in read_plan(self.record.plan).classes
        ]
        return cards.classes(self.record.id, lines, self._page)

    async def _class(self) -> Card:
        """Show the people of a class and what they answered; of a draft nobody has been asked."""
        scope, number = self.actor.units(Right.PLAN), number_in(self.rest)
        found = await planning.seats_of(self.turn.conn, self.record.id, class_number=number, scope=scope)
        if not found:
            return message(say(TEXTS.not_approved))
        return cards.seats(self.record.id, found, self.turn.titles, self._page)

    async def _result(self, order: str) -> Card | None:
        results, number = Results(self.turn, self.actor, self.record), number_in(self.rest)
        match order:
            case "g":
                return await results.complete_all(number)
            case "x":
                return await results.note(number, self.rest[1] if len(self.rest) > 1 else "", self._page)
            case "u":
                return await results.ask_raise(number)
            case "U":
                return await results.raise_levels(number)
            case _:
                return await results.show(number, self._page)

    async def _release(self, *, is_certain: bool) -> Card:
        record = self.record
        if record.state != APPROVED or record.released_at is not None:
            return message(say(TEXTS.released_before))
        if not is_certain:
            seats = await planning.seats_of(self.turn.conn, record.id)
            unreached = await planning.count_without_chat(self.turn.conn, record.id)
            return cards.ask_release(record.id, len({each.official_id for each in seats}), unreached)
        is_done = await planning.release(self.turn.conn, record.id, self.actor.name, self.turn.now)
        return message(say(TEXTS.released_now if is_done else TEXTS.released_before))

    def _ask_course(self, order: str) -> Card | None:
        """Ask of which course a change is, or into which quarter a course is moved."""
        courses = courses_of(self.record)
        if order in (MORE, QUARTER):
            return cards.ask_course(self.record.id, order, courses, self._page)
        place = number_in(self.rest)
        if order == "q" and place < len(courses):
            return cards.ask_quarter(self.record.id, place, courses[place])
        return None

    async def _try(self) -> Card | None:
        """Let the plan be made again with a change."""
        kind, told, *_ = [*self.rest, "", ""]
        courses, place = courses_of(self.record), number_in(self.rest, 1)
        name = ""
        if kind == MONEY:
            change = Change(MONEY, number=-20 if told.startswith("-") else 20)
        elif kind == FREE:
            change = Change(FREE)
        elif kind in (MORE, QUARTER) and place < len(courses):
            if kind == QUARTER and number_in(self.rest, 2) not in QUARTERS:
                return None
            change, name = Change(kind, courses[place].code, number_in(self.rest, 2)), courses[place].name
        else:
            return None
        queued = say(TEXTS.changing, change=cards.changed(change, name))
        return await self._work(CHANGE, queued, change=change.write())
