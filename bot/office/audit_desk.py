"""The audit log in the chat: a page of sentences, narrowed by kind, time and person; all of it as a workbook.

Callback data: ``q.u[.<page>.<kind>.<days>.<who>]`` shows a page ("0" means any). ``q.U.<what>.<kind>.<days>.<who>``
lets the kind (k), the time (d) or the person (w, w<page>) be chosen, or orders the workbook (x).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.callbacks import number_in
from bot.conversation.turns import Turn
from bot.messages import Button
from bot.office.actor import Actor
from bot.office.asking import work_card
from bot.office.audit_words import in_words, names_for
from bot.office.menu import PAGE, Card, labelled, to_menu
from bot.office.rights import Right
from bot.texts import say
from bot.texts.audit import KINDS, TEXTS
from bot.texts.office import TEXTS as OFFICE
from storage import audit
from storage.audit import OTHERS, AuditQuery
from storage.responses import Person

AUDIT: Final = "audit"
"""The kind of the job that makes the workbook."""
ANY: Final = "0"
DAYS: Final = (7, 30, 365)


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for, as it stands behind the buttons."""

    kind: str = ANY
    days: int = 0
    who: str = ANY

    @classmethod
    def read(cls, arguments: Sequence[str]) -> "Filters":
        """Read what came back; what is not known means any."""
        kind, _, who = (*arguments, "", "", "")[:3]
        is_known = who in OTHERS or (who.isdecimal() and len(who) < 10)
        days = number_in(arguments, 1)
        return cls(kind if kind in KINDS else ANY, days if days in DAYS else 0, who if is_known else ANY)

    @property
    def data(self) -> str:
        """What stands behind a button."""
        return f"{self.kind}.{self.days}.{self.who}"

    def query(self, now: datetime) -> AuditQuery:
        """Return what is asked of the archive."""
        kinds = KINDS[self.kind][1] if self.kind != ANY else ()
        since = now - timedelta(days=self.days) if self.days else None
        return AuditQuery(kinds, "" if self.who == ANY else self.who, since)


async def take(turn: Turn, person: Person, actor: Actor, verb: str, arguments: Sequence[str]) -> Card:
    """Carry out a tap of somebody who may read the log."""
    filters = Filters.read(arguments[1:])
    if verb == "u":
        return await _show(turn, actor, filters, number_in(arguments))
    what = arguments[0] if arguments else ""
    if what == "x":
        wanted = {"kind": filters.kind, "days": filters.days, "who": filters.who}
        words = {"queued": say(TEXTS.queued), "waiting": say(TEXTS.waiting)}
        return await work_card(turn, person, AUDIT, wanted, **words)
    if what == "d":
        return _choose([replace(filters, days=days) for days in (*DAYS, 0)], _days_text)
    if what == "k":
        return _choose([replace(filters, kind=kind) for kind in (*KINDS, ANY)], _kind_text)
    return await _choose_actor(turn, actor, filters, number_in([what[1:]]))


async def _show(turn: Turn, actor: Actor, filters: Filters, page: int) -> Card:
    scope = actor.units(Right.AUDIT)
    count, found = await audit.list_entries(
        turn.conn, filters.query(turn.now), page * PAGE, PAGE, scope=scope
    )
    names = await names_for(turn.conn, found, scope=scope)
    lines = [say(TEXTS.head, count=count, filters=await _told(turn, actor, filters)), ""]
    for entry in found:
        at, who, what = in_words(entry, names, turn.zone)
        lines.append(say(TEXTS.line, at=at, who=who, what=what))
    lines += [] if found else [TEXTS.none]
    rows = _turns(page, count, filters)
    rows.append(
        (
            Button(TEXTS.by_kind, f"q.U.k.{filters.data}"),
            Button(TEXTS.by_time, f"q.U.d.{filters.data}"),
            Button(TEXTS.by_who, f"q.U.w.{filters.data}"),
        )
    )
    rows += [(Button(TEXTS.file_button, f"q.U.x.{filters.data}"),)] if found and turn.caps.files else []
    return Card("\n".join(lines), (*rows, to_menu()))


def _turns(page: int, count: int, filters: Filters) -> list[tuple[Button, ...]]:
    row = [Button(OFFICE.earlier_button, f"q.u.{page - 1}.{filters.data}")] if page else []
    if (page + 1) * PAGE < count:
        row.append(Button(OFFICE.later_button, f"q.u.{page + 1}.{filters.data}"))
    return [tuple(row)] if row else []


async def _told(turn: Turn, actor: Actor, filters: Filters) -> str:
    who = await _who_text(turn, actor, filters.who)
    return say(TEXTS.filters, kind=_kind_text(filters), days=_days_text(filters), who=who)


def _kind_text(filters: Filters) -> str:
    return KINDS[filters.kind][0].lower() if filters.kind != ANY else TEXTS.any_kind


def _days_text(filters: Filters) -> str:
    return say(TEXTS.days, count=filters.days) if filters.days else TEXTS.any_time


async def _who_text(turn: Turn, actor: Actor, who: str) -> str:
    if who == ANY or who in OTHERS:
        return TEXTS.others.get(who, TEXTS.anybody)
    named = await audit.names_of_actors(turn.conn, [int(who)], scope=actor.units(Right.AUDIT))
    return named.get(int(who)) or say(OFFICE.nameless, number=who)


def _choose(offered: Sequence[Filters], label: Callable[[Filters], str]) -> Card:
    rows = [(labelled(_begun(label(each)), f"q.u.0.{each.data}"),) for each in offered]
    return Card(say(TEXTS.choose), (*rows, (Button(TEXTS.back, f"q.u.0.{offered[-1].data}"),)))


def _begun(label: str) -> str:
    return label[:1].upper() + label[1:]


async def _choose_actor(turn: Turn, actor: Actor, filters: Filters, page: int) -> Card:
    scope = actor.units(Right.AUDIT)
    numbers = await audit.list_actors(turn.conn, scope=scope)
    offered = [ANY, *(OTHERS if scope.is_everything else ()), *numbers]
    shown = offered[page * PAGE : (page + 1) * PAGE]
    rows: list[tuple[Button, ...]] = [
        (labelled(_begun(await _who_text(turn, actor, who)), f"q.u.0.{replace(filters, who=who).data}"),)
        for who in shown
    ]
    ways = [Button(OFFICE.earlier_button, f"q.U.w{page - 1}.{filters.data}")] if page else []
    if (page + 1) * PAGE < len(offered):
        ways.append(Button(OFFICE.later_button, f"q.U.w{page + 1}.{filters.data}"))
    rows += [tuple(ways)] if ways else []
    return Card(say(TEXTS.choose), (*rows, (Button(TEXTS.back, f"q.u.0.{filters.data}"),)))
