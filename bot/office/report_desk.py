"""Ordering a report in the chat: wave, layout, whether the roster's statistics are published whole; then a job.

Callback data: ``q.b.<wave>[.<profile>]`` asks, ``q.B.<wave>.<profile>.<0 or 1>`` orders.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office import menu
from bot.office.actor import Actor
from bot.office.asking import ask_for_work
from bot.office.menu import Card, WaveLine, cancel_job
from bot.office.orders import OrderRefused
from bot.office.report_orders import ReportOptions, note_report, warn_of_others
from bot.office.rights import Right
from bot.texts import say
from bot.texts.reports import PROFILES, TEXTS
from storage import desk, standards
from storage.responses import Person
from storage.scope import EVERYTHING, Scope
from surveys.confidentiality import FEWEST
from surveys.problems import Problem

REPORT: Final = "report"
"""The kind of the job that makes a report."""


class ReportDesk:
    """Serves whoever may order reports. ``usual`` is the layout that is offered first."""

    def __init__(self, usual: str) -> None:
        self._usual = usual

    async def take(
        self,
        turn: Turn,
        person: Person,
        actor: Actor,
        wave: WaveLine,
        *,
        verb: str,
        arguments: Sequence[str],
    ) -> Card | None:
        """Carry out a tap; ``arguments`` follow the wave's number. ``None`` if it makes no sense any more."""
        await require_answers(turn.conn, wave.number, scope=actor.units(Right.REPORT))
        if not arguments:
            return ask_profile(wave, self._usual)
        profile, *rest = arguments
        if profile not in PROFILES:
            return None
        if verb == "b":
            may_publish = actor.may(Right.PUBLISH)
            return (
                ask_publish(wave, profile)
                if may_publish
                else await self._order(turn, person, actor, wave, profile)
            )
        if rest not in (["0"], ["1"]):
            return None
        publishes = rest == ["1"]
        if publishes and not actor.may(Right.PUBLISH):
            raise OrderRefused(Problem("may_not_publish"))
        return await self._order(turn, person, actor, wave, profile, publishes_roster=publishes)

    async def _order(
        self,
        turn: Turn,
        person: Person,
        actor: Actor,
        wave: WaveLine,
        profile: str,
        *,
        publishes_roster: bool = False,
    ) -> Card:
        wanted = {"wave": wave.number, "profile": profile, "publishes_roster": publishes_roster}
        job = await ask_for_work(turn, person, REPORT, wanted)
        if not job:
            return Card(say(TEXTS.waiting, number=wave.number))
        as_of = turn.now.astimezone(turn.zone).date()
        version = await standards.version_on(turn.conn, as_of)
        used = version.id if version else 0
        units = tuple(sorted(actor.units(Right.REPORT).roots or ()))
        details = wanted | {"names_persons": names_persons(actor)}
        details |= {"units": list(units)} if units else {}
        details |= {"standards": used} if used else {}
        await note_report(turn.conn, actor.name, details, turn.now)
        options = ReportOptions(as_of, publishes_roster=publishes_roster, standards=used, units=units)
        warning = await warn_of_others(turn.conn, wave.number, options, turn.zone)
        said = say(TEXTS.started, number=wave.number)
        # The steps are told by editing this very message.
        return Card(f"{said}\n\n{warning}" if warning else said, (cancel_job(job),))


def names_persons(actor: Actor) -> bool:
    """Whether the restricted lists belong to an actor's report: they may see persons wherever they may see figures."""
    if not actor.may(Right.PERSONS):
        return False
    persons, figures = actor.units(Right.PERSONS), actor.units(Right.REPORT)
    return persons.is_everything or persons == figures


async def require_answers(conn: AsyncConnection, number: int, *, scope: Scope = EVERYTHING) -> None:
    """Raise ``OrderRefused`` unless a wave has an answered questionnaire that counts; of a part it needs five."""
    if not scope.is_everything and not await desk.has_counted(conn, number, scope=scope, fewest=FEWEST):
        raise OrderRefused(Problem("few_answers", parameters={"found": str(number), "fewest": str(FEWEST)}))
    if not await desk.has_counted(conn, number, scope=scope):
        raise OrderRefused(Problem("no_answers", parameters={"found": str(number)}))


def ask_profile(wave: WaveLine, usual: str) -> Card:
    """Which layout: the office's usual one first."""
    rows = []
    for profile in sorted(PROFILES, key=lambda each: each != usual):
        is_usual = profile == usual
        label = say(TEXTS.usual, label=PROFILES[profile]) if is_usual else PROFILES[profile]
        rows.append((Button(label, f"q.b.{wave.number}.{profile}", style="primary" if is_usual else ""),))
    text = say(
        TEXTS.ask_profile,
        number=wave.number,
        title=wave.title,
        completed=wave.completed,
        total=wave.total,
    )
    return Card(text, (*rows, menu.to_menu()))


def ask_publish(wave: WaveLine, profile: str) -> Card:
    """Whether statistics of the roster are shown whole; not to, unless somebody says so."""
    data = f"q.B.{wave.number}.{profile}"
    rows = (
        (Button(TEXTS.publish_no, f"{data}.0", style="primary"),),
        (Button(TEXTS.publish_yes, f"{data}.1"),),
        menu.to_menu(),
    )
    return Card(say(TEXTS.ask_publish), rows)
