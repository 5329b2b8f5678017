"""The office's workbook of standards sent into the chat, as a kind of what is handed in: a new version of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Attachment, Outbound, OutboundKind
from bot.office import list_cards
from bot.office.actor import Actor
from bot.office.beside import worker
from bot.office.list_work import marked_file, token_of
from bot.office.lists import MarkedCopy, mark_copy, word_problems
from bot.office.menu import Card, message
from bot.office.rights import Right
from bot.office.rules import RuleChanges, RuleRow, compare_rules
from bot.office.titles import TitlesNow
from bot.office.upload_work import Applied, Finding, Shown
from bot.texts import day_text, say
from bot.texts.rules import TEXTS
from bot.texts.standards_book import TEXTS as BOOK
from bot.texts.uploads import UPLOADS
from storage import frame
from storage import standards as versions
from storage.standards import VersionRecord
from storage.uploads import UploadRecord
from surveys.problems import Problem
from surveys.reporting.numbers import number_text
from surveys.titles import Titles

if TYPE_CHECKING:
    from surveys.roster import RosterUnit
    from surveys.standards import OfficeRule

TOLD: Final = 20
"""Problems that a card names one by one."""
NAMED: Final = 8
"""Rules of each part of a card; the others are counted, and stand in the file."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a workbook is read by and compared with: the units, the newest version, the one used today."""

    units: "tuple[RosterUnit, ...]"
    newest: VersionRecord | None
    used: VersionRecord | None


@dataclass(frozen=True, slots=True)
class ReadRules:
    """A workbook without problems: its rules, since when it is used, what was understood."""

    rules: "tuple[OfficeRule, ...]"
    first_day: date | None
    notes: tuple[str, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a workbook, in words, with the marked copy."""

    problems: tuple[str, ...]
    count: int
    marked: MarkedCopy | None


def read_rules(
    content: bytes,
    filename: str,
    around: tuple[str, Titles],
    day: date,
    units: "Sequence[RosterUnit]",
) -> ReadRules | Wrong:
    """Read a workbook of standards, for a worker process. ``around``: the office's file of standards, its titles."""
    from bot.office.material import load_standards  # noqa: PLC0415 - the libraries of workbooks
    from bot.texts.problems import word_problem  # noqa: PLC0415
    from surveys.standards.book import read_standards_book  # noqa: PLC0415

    found = read_standards_book(content, filename, load_standards(*around), day=day, units=units)
    if isinstance(found, list):
        return _wrong(content, filename, found)
    notes = tuple(word_problem(note, "standards_book") for note in found.notes)
    return ReadRules(found.rules, found.first_day, notes, content)


def _wrong(content: bytes, filename: str, problems: list[Problem]) -> Wrong:
    words = tuple(word_problems(problems, "standards_book", TOLD))
    return Wrong(words, len(problems), mark_copy(content, filename, problems, "standards_book"))


class RulesKind:
    """The office's standards. ``own``: returns the text of its file, over which the workbook lies."""

    undo_action = ""  # withdrawing a version is noted where it is done

    def __init__(self, titles: TitlesNow, own: Callable[[], str], zone: ZoneInfo) -> None:
        self._titles_now = titles
        self._own = own
        self._zone = zone

    async def look(self, conn: AsyncConnection, upload: UploadRecord, actor: Actor) -> Looked:
        """Return the units that may be named, and the versions that are there."""
        from surveys.roster import RosterUnit  # noqa: PLC0415 - the libraries of workbooks

        units = await frame.list_units(conn, upload.as_of, scope=actor.units(Right.ROSTER))
        held = [each for each in await versions.list_versions(conn) if not each.is_withdrawn]
        return Looked(
            tuple(RosterUnit(each.code, each.name) for each in units),
            held[0] if held else None,
            await versions.version_on(conn, upload.as_of),
        )

    async def state(self, conn: AsyncConnection) -> str:
        """Return what stands for the versions that are used."""
        return ".".join(str(each.id) for each in await versions.list_versions(conn) if not each.is_withdrawn)

    async def examine(self, upload: UploadRecord, content: bytes, looked: Looked, state: str) -> Finding:
        """Read a workbook; say what is wrong, with the marked copy."""
        async with worker() as carry:
            found: ReadRules | Wrong = await carry(
                read_rules,
                content,
                upload.filename,
                (self._own(), self._titles_now()),
                upload.as_of,
                looked.units,
            )
        if isinstance(found, Wrong):
            card = list_cards.refused(upload, found.problems, found.count)
            return Finding(refusal=card, files=marked_file(upload, found.marked))
        if found.first_day is None:
            return Finding(refusal=message("\n".join([say(TEXTS.nothing_confirmed), *found.notes[:NAMED]])))
        if looked.newest is not None and self._is_same(looked.newest, found):
            told = {"number": looked.newest.id, "count": len(found.rules), "as_of": day_text(found.first_day)}
            return Finding(refusal=message(say(BOOK.imported_before, **told)))
        before = looked.used.version(self._zone).rules if looked.used else ()
        changes = compare_rules(before, found.rules, self._titles_now())
        return Finding(token_of(state, repr(found.rules), repr(changes)), (found, changes, looked.used))

    def _is_same(self, newest: VersionRecord, found: ReadRules) -> bool:
        held = newest.version(self._zone)
        return (held.as_of, held.rules) == (found.first_day, found.rules)

    async def show(
        self,
        conn: AsyncConnection,  # noqa: ARG002
        upload: UploadRecord,
        finding: Finding,
        now: datetime,
        *,
        is_again: bool,
    ) -> Shown:
        """Say what changes against the version used today, all of it in a file if the card has no room."""
        found, changes, used = finding.found
        card = _dry_run(upload, found, changes, used, token=finding.token, is_again=is_again)
        parts = (changes.added, changes.gone, changes.changed, found.notes)
        if all(len(part) <= NAMED for part in parts):
            return Shown(card)
        lines = "\n".join([*_change_lines(changes, len(found.rules) + 1000), "", *found.notes]).encode()
        attachment = Attachment(f"tieu-chuan-{now.astimezone(self._zone):%Y%m%d-%H%M}.txt", lines)
        caption = say(TEXTS.all_lines, name=upload.filename)
        return Shown(card, (Outbound(OutboundKind.DOCUMENT, caption, attachment=attachment),))

    async def apply(
        self, conn: AsyncConnection, upload: UploadRecord, finding: Finding, actor: Actor, now: datetime
    ) -> Applied:
        """Keep the workbook as the newest version, which notes itself in the audit log."""
        found = finding.found[0]
        number, _ = await versions.import_version(
            conn,
            found.content,
            upload.filename,
            found.rules,
            as_of=found.first_day,
            actor=actor.name,
            now=now,
        )
        return Applied("", {}, {"version": number})

    async def undo(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,  # noqa: ARG002
        noted: Mapping[str, Any],
        actor: Actor,
        now: datetime,
    ) -> str:
        """Use the version no more."""
        is_withdrawn = await versions.withdraw_version(conn, int(noted["version"]), actor.name, now)
        return "" if is_withdrawn else say(TEXTS.withdrawn_before, number=noted["version"])


def _dry_run(
    upload: UploadRecord,
    found: ReadRules,
    changes: RuleChanges,
    used: VersionRecord | None,
    *,
    token: str,
    is_again: bool,
) -> Card:
    assert found.first_day is not None
    told = {"name": upload.filename, "count": number_text(len(found.rules)), "day": day_text(found.first_day)}
    lines = [say(UPLOADS[upload.kind].again)] if is_again else []
    lines += [say(TEXTS.dry, **told)]
    lines += [say(TEXTS.against, number=used.id) if used else say(TEXTS.first)]
    lines += _change_lines(changes, NAMED)
    lines += [f"\n{say(TEXTS.understood)}", *_first(found.notes, NAMED)] if found.notes else []
    rows = (list_cards.take_in(upload, token), list_cards.drop(upload))
    return Card(list_cards.fitting(lines), rows)


def _change_lines(changes: RuleChanges, named: int) -> list[str]:
    added = [_line(row) for row in changes.added]
    gone = [_line(row) for row in changes.gone]
    changed = [
        say(TEXTS.changed_line, rule=_line(after), before=_said(before)) for before, after in changes.changed
    ]
    parts = ((TEXTS.added, added), (TEXTS.changed, changed), (TEXTS.gone, gone))
    lines = []
    for heading, told in parts:
        lines += [f"\n**{heading}** ({len(told)})", *_first(told, named)] if told else []
    return lines or [say(TEXTS.no_change)]


def _line(row: RuleRow) -> str:
    return say(TEXTS.line, title=row[0], scope=row[1], said=_said(row))


def _said(row: RuleRow) -> str:
    return f"{row[3]} ({row[2]}; {row[4]})"


def _first(lines: Sequence[str], count: int) -> list[str]:
    more = [say(TEXTS.more, count=len(lines) - count)] if len(lines) > count else []
    return [*(f"• {line}" for line in lines[:count]), *more]
