"""The workbook of actions sent into the chat, as a kind of what is handed in: checked, shown, taken in, set back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.office import list_cards
from bot.office.actor import HOUSE, Actor
from bot.office.beside import worker
from bot.office.briefing_talk import name_of
from bot.office.briefing_words import short
from bot.office.list_work import marked_file, token_of
from bot.office.lists import MarkedCopy, mark_copy, word_problems
from bot.office.menu import Card, message
from bot.office.rights import Right
from bot.office.upload_work import Applied, Finding, Shown
from bot.texts import day_text, say
from bot.texts.briefings import BOOK
from bot.texts.uploads import UPLOADS
from storage import briefings
from storage.briefings import ActionRecord
from storage.uploads import UploadRecord

if TYPE_CHECKING:
    from surveys.briefing.actions_book import ActionRow, ActionsBook, Round

TOLD: Final = 20
"""Problems that a card names one by one."""
_CHANGED: Final = ("text", "person_id", "due", "done_at", "report", "told_at", "reminded")
"""What a row may change of an action, with what follows from it."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a workbook, in words, with the marked copy."""

    problems: tuple[str, ...]
    count: int
    marked: MarkedCopy | None


def read_book(content: bytes, filename: str, rounds: "Mapping[int, Round]") -> "ActionsBook | Wrong":
    """Read a workbook of actions, for a worker process."""
    from surveys.briefing.actions_book import read_actions  # noqa: PLC0415 - the libraries of workbooks

    found = read_actions(content, filename, rounds)
    if not isinstance(found, list):
        return found
    words = tuple(word_problems(found, "briefing", TOLD))
    placed = [each for each in found if each.place.cell]
    return Wrong(words, len(found), mark_copy(content, filename, placed, "briefing") if placed else None)


@dataclass(frozen=True, slots=True)
class Change:
    """A row that says something else than what is held (``None``: it is new), and who is to do it, in words."""

    row: "ActionRow"
    held: ActionRecord | None
    owner: str


@dataclass(frozen=True, slots=True)
class Looked:
    """The rounds that are over, of whoever sends a workbook: what each agreed on, and its people by name."""

    actions: Mapping[int, Mapping[int, ActionRecord]]
    people: Mapping[int, Mapping[int, str]]


class ActionsKind:
    """Actions of a round."""

    undo_action = ""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    async def look(self, conn: AsyncConnection, upload: UploadRecord, actor: Actor) -> Looked:
        """Return the rounds that whoever sends it may change."""
        scope = actor.units(Right.BRIEF)
        actions: dict[int, dict[int, ActionRecord]] = {}
        people: dict[int, dict[int, str]] = {}
        for briefing in await briefings.list_briefings(conn, scope=scope):
            known = await briefings.people_of(conn, briefing.id, scope=scope)
            for held in await briefings.rounds_of(conn, briefing.id):
                if held.at <= upload.created_at:
                    agreed = await briefings.actions_of_round(conn, held.id, scope=scope)
                    actions[held.id] = {each.id: each for each in agreed}
                    people[held.id] = {each.id: name_of(each) for each in known}
        return Looked(actions, people)

    async def state(self, conn: AsyncConnection) -> str:
        """Return what stands for all actions and people."""
        everywhere = HOUSE.units(Right.BRIEF)
        parts: list[str] = []
        for briefing in await briefings.list_briefings(conn, scope=everywhere):
            parts.append(repr(await briefings.people_of(conn, briefing.id, scope=everywhere)))
            parts += [
                repr(await briefings.actions_of_round(conn, held.id, scope=everywhere))
                for held in await briefings.rounds_of(conn, briefing.id)
            ]
        return token_of(*parts)

    async def examine(self, upload: UploadRecord, content: bytes, looked: Looked, state: str) -> Finding:
        """Read a workbook; say what is wrong, with the marked copy."""
        from surveys.briefing.actions_book import Round  # noqa: PLC0415 - the libraries of workbooks

        rounds = {
            number: Round(frozenset(actions), looked.people[number])
            for number, actions in looked.actions.items()
        }
        async with worker() as carry:
            found: ActionsBook | Wrong = await carry(read_book, content, upload.filename, rounds)
        if isinstance(found, Wrong):
            card = list_cards.refused(upload, found.problems, found.count)
            return Finding(refusal=card, files=marked_file(upload, found.marked))
        held = looked.actions[found.round_id]
        changes = [
            Change(row, held.get(row.number or 0), looked.people[found.round_id].get(row.owner or 0, ""))
            for row in found.rows
            if _differs(row, held.get(row.number or 0))
        ]
        if not changes:
            return Finding(refusal=message(say(BOOK.nothing_new, name=upload.filename)))
        return Finding(token_of(state, repr(changes)), (found.round_id, changes))

    async def show(
        self,
        conn: AsyncConnection,  # noqa: ARG002
        upload: UploadRecord,
        finding: Finding,
        now: datetime,  # noqa: ARG002
        *,
        is_again: bool,
    ) -> Shown:
        """Say which actions are new, and what is another in those held."""
        _, changes = finding.found
        new = [each for each in changes if each.held is None]
        lines = [say(UPLOADS[upload.kind].again)] if is_again else []
        lines.append(say(BOOK.shown, name=upload.filename, new=len(new), changed=len(changes) - len(new)))
        lines += [_line(each) for each in changes]
        rows = (list_cards.take_in(upload, finding.token), list_cards.drop(upload))
        return Shown(Card(list_cards.fitting(lines), rows))

    async def apply(
        self, conn: AsyncConnection, upload: UploadRecord, finding: Finding, actor: Actor, now: datetime
    ) -> Applied:
        """Enter the new actions, change the others."""
        round_id, changes = finding.found
        added: list[int] = []
        before: list[dict[str, Any]] = []
        for change in changes:
            values = _values(change, now)
            if change.held is None:
                text = values.pop("text")
                added.append(await briefings.add_action(conn, round_id, text, now, **values))
            else:
                await briefings.change_action(conn, change.held, **values)
                kept = {name: _plain(getattr(change.held, name)) for name in _CHANGED}
                before.append({"id": change.held.id, "values": kept})
        held = await briefings.find_round(conn, round_id, scope=actor.units(Right.BRIEF))
        details = {"file": upload.filename, "briefing": held.briefing_id if held else 0}
        noted = {"added": added, "changed": before}
        return Applied("briefing.book", details, noted, await self.state(conn))

    async def undo(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,
        noted: Mapping[str, Any],
        actor: Actor,
        now: datetime,  # noqa: ARG002
    ) -> str:
        """Set everything back, unless something changed since: an owner may have been told."""
        if await self.state(conn) != upload.after:
            return say(UPLOADS[upload.kind].undo_changed)
        scope = actor.units(Right.BRIEF)
        for number in noted["added"]:
            await briefings.drop_action(conn, number)
        for each in noted["changed"]:
            held = await briefings.find_action(conn, each["id"], scope=scope)
            if held is not None:
                values = {name: _value(name, value) for name, value in each["values"].items()}
                await briefings.change_action(conn, held, **values)
        return ""


def _differs(row: "ActionRow", held: ActionRecord | None) -> bool:
    if held is None:
        return True
    is_done = held.done_at is not None
    was = held.text, held.person_id, held.due, is_done, held.report
    return (row.text, row.owner, row.due, row.is_done, row.report) != was


def _values(change: Change, now: datetime) -> dict[str, Any]:
    """Return what an action is to be; its owner is told anew of another owner or day."""
    row, held = change.row, change.held
    values: dict[str, Any] = {"text": row.text, "person_id": row.owner, "due": row.due, "report": row.report}
    values["done_at"] = (held.done_at if held and held.done_at else now) if row.is_done else None
    if held is not None and (held.person_id, held.due) != (row.owner, row.due):
        values |= {"told_at": None, "reminded": ""}
    return values


def _line(change: Change) -> str:
    row = change.row
    template = BOOK.new if change.held is None else BOOK.done if row.is_done else BOOK.changed
    due = BOOK.nothing if row.due is None else day_text(row.due)
    return say(template, text=short(row.text), owner=change.owner or BOOK.nothing, due=due)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _value(name: str, value: Any) -> Any:
    if value is None or name in ("text", "person_id", "report", "reminded"):
        return value
    return date.fromisoformat(value) if name == "due" else datetime.fromisoformat(value)
