"""The bank of situations sent into the chat, as a kind of what is handed in: checked, shown, used, set back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.office import list_cards
from bot.office.actor import Actor
from bot.office.beside import worker
from bot.office.list_work import marked_file, token_of
from bot.office.lists import MarkedCopy, mark_copy, word_problems
from bot.office.menu import Card, message
from bot.office.situations.desk import short
from bot.office.titles import TitlesNow
from bot.office.upload_work import Applied, Finding, Shown
from bot.texts import say
from bot.texts.situations_office import BANK as TEXTS
from bot.texts.uploads import UPLOADS
from storage import situations
from storage.situations import BankRecord
from storage.uploads import UploadRecord
from surveys.situations import Bank, Situation
from surveys.titles import Titles

TOLD: Final = 20
"""Problems that a card names one by one."""
NAMED: Final = 8
"""Situations and notes of each part of a card."""
WORDING: Final = "situation_book"


@dataclass(frozen=True, slots=True)
class ReadBank:
    """A workbook without problems: the bank, what was understood, the file."""

    bank: Bank
    notes: tuple[str, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a workbook, in words, with the marked copy."""

    problems: tuple[str, ...]
    count: int
    marked: MarkedCopy | None


def read_bank(content: bytes, filename: str, titles: Titles, day: date) -> ReadBank | Wrong:
    """Read a bank of situations, for a worker process."""
    from bot.texts.problems import word_problem  # noqa: PLC0415 - the libraries of workbooks
    from surveys.situations.book import read_situation_book  # noqa: PLC0415
    from surveys.situations.book.around import Around  # noqa: PLC0415
    from surveys.situations.example import competency_labels  # noqa: PLC0415

    found = read_situation_book(content, filename, Around(titles, day, competency_labels()))
    if isinstance(found, list):
        words = tuple(word_problems(found, WORDING, TOLD))
        return Wrong(words, len(found), mark_copy(content, filename, found, WORDING))
    return ReadBank(found.bank, tuple(word_problem(note, WORDING) for note in found.notes), content)


class BankKind:
    """The office's bank of situations."""

    undo_action = ""  # withdrawing a bank is noted where it is done

    def __init__(self, titles: TitlesNow) -> None:
        self._titles_now = titles

    async def look(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,  # noqa: ARG002
        actor: Actor,  # noqa: ARG002
    ) -> BankRecord | None:
        """Return the bank in use."""
        return await situations.bank_in_use(conn)

    async def state(self, conn: AsyncConnection) -> str:
        """Return what stands for the bank in use."""
        used = await situations.bank_in_use(conn)
        return "" if used is None else str(used.id)

    async def examine(
        self, upload: UploadRecord, content: bytes, looked: BankRecord | None, state: str
    ) -> Finding:
        """Read a workbook; say what is wrong, with the marked copy."""
        async with worker() as carry:
            found: ReadBank | Wrong = await carry(
                read_bank, content, upload.filename, self._titles_now(), upload.as_of
            )
        if isinstance(found, Wrong):
            card = list_cards.refused(upload, found.problems, found.count)
            return Finding(refusal=card, files=marked_file(upload, found.marked))
        if looked is not None and looked.bank == found.bank:
            return Finding(refusal=message(say(TEXTS.same, number=looked.id)))
        return Finding(token_of(state, repr(found.bank)), (found, looked))

    async def show(
        self,
        conn: AsyncConnection,  # noqa: ARG002
        upload: UploadRecord,
        finding: Finding,
        now: datetime,  # noqa: ARG002
        *,
        is_again: bool,
    ) -> Shown:
        """Say what changes against the bank in use."""
        found, used = finding.found
        waits = len(found.bank.to_be_reviewed())
        count = len(found.bank.situations)
        told = {"name": upload.filename, "count": count, "reviewed": count - waits, "waits": waits}
        lines = [say(UPLOADS[upload.kind].again)] if is_again else []
        lines += [say(TEXTS.dry, **told)]
        lines += [say(TEXTS.against, number=used.id) if used else say(TEXTS.first)]
        lines += changes_in_words(used.bank if used else Bank(), found.bank)
        lines += [f"\n{say(TEXTS.understood)}", *_first(found.notes)] if found.notes else []
        rows = (list_cards.take_in(upload, finding.token), list_cards.drop(upload))
        return Shown(Card(list_cards.fitting(lines), rows))

    async def apply(
        self, conn: AsyncConnection, upload: UploadRecord, finding: Finding, actor: Actor, now: datetime
    ) -> Applied:
        """Keep the workbook as the bank in use, which notes itself in the audit log."""
        found: ReadBank = finding.found[0]
        number = await situations.import_bank(
            conn, found.content, upload.filename, found.bank, actor=actor.name, now=now
        )
        return Applied("", {}, {"bank": number})

    async def undo(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,  # noqa: ARG002
        noted: Mapping[str, Any],
        actor: Actor,
        now: datetime,
    ) -> str:
        """Use the bank no more."""
        await situations.withdraw_bank(conn, int(noted["bank"]), actor.name, now)
        return ""


def changes_in_words(before: Bank, after: Bank) -> list[str]:
    """Say which situations are new, gone, or worded otherwise."""
    added = [each for each in after if each.code not in before.by_code]
    gone = [each for each in before if each.code not in after.by_code]
    changed = [each for each in after if each.code in before.by_code and before.by_code[each.code] != each]
    lines = []
    for heading, found in ((TEXTS.added, added), (TEXTS.changed, changed), (TEXTS.gone, gone)):
        lines += (
            [f"\n**{heading}** ({len(found)})", *_first([_line(each) for each in found])] if found else []
        )
    if any(before.by_code[each.code].edition != each.edition for each in changed):
        lines.append(say(TEXTS.restarts))
    return lines or [say(TEXTS.no_change)]


def _line(situation: Situation) -> str:
    return say(TEXTS.line, code=situation.code, text=short(situation.text))


def _first(lines: Sequence[str]) -> list[str]:
    more = [say(TEXTS.more, count=len(lines) - NAMED)] if len(lines) > NAMED else []
    return [*(f"• {line}" for line in lines[:NAMED]), *more]
