"""A workbook that a plan is made from, sent into the chat: catalogue, succession, learning, limits, or several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Attachment, Outbound, OutboundKind
from bot.office import list_cards
from bot.office.actor import Actor
from bot.office.beside import worker
from bot.office.list_work import marked_file, token_of
from bot.office.lists import MarkedCopy, mark_copy, word_problems
from bot.office.menu import Card
from bot.office.plans.year import surroundings
from bot.office.rights import Right
from bot.office.titles import TitlesNow
from bot.office.upload_work import Applied, Finding, Shown
from bot.texts import say
from bot.texts.plans import TEXTS
from bot.texts.uploads import UPLOADS
from storage import planning
from storage.planning.inputs import CATALOGUE, LEARNING, LIMITS, SUCCESSION
from storage.uploads import UploadRecord
from surveys.planning import to_json

if TYPE_CHECKING:
    from surveys.planning.book import PlanBook, Surroundings

TOLD: Final = 20
"""Problems that a card names one by one."""
NAMED: Final = 12
"""Lines of what was understood that a card shows; the others stand in the file."""
ABOUT: Final = "plan_book"


@dataclass(frozen=True, slots=True)
class ReadBook:
    """A workbook without problems, what was understood of it, its bytes."""

    book: "PlanBook"
    notes: tuple[str, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a workbook, in words, with the marked copy."""

    problems: tuple[str, ...]
    count: int
    marked: MarkedCopy | None


def read_book(content: bytes, filename: str, around: "Surroundings") -> ReadBook | Wrong:
    """Read a workbook of the plan, for a worker process."""
    from bot.texts.problems import word_problem  # noqa: PLC0415 - the libraries of workbooks
    from surveys.planning.book import read_plan_book  # noqa: PLC0415

    found = read_plan_book(content, filename, around)
    if isinstance(found, list):
        marked = mark_copy(content, filename, found, ABOUT)
        return Wrong(tuple(word_problems(found, ABOUT, TOLD)), len(found), marked)
    return ReadBook(found, tuple(word_problem(note, ABOUT) for note in found.notes), content)


def show_lines(
    upload: UploadRecord, token: str, head: Sequence[str], told: Sequence[str], filename: str
) -> Shown:
    """Return the card of a dry run; of more lines than it has room for all of them stand in a file, too."""
    shown = [f"• {line}" for line in told]
    rows = (list_cards.take_in(upload, token), list_cards.drop(upload))
    if len(shown) <= NAMED:
        return Shown(Card(list_cards.fitting([*head, *shown]), rows))
    attachment = Attachment(filename, "\n".join([*head, *shown]).encode())
    file = Outbound(OutboundKind.DOCUMENT, say(TEXTS.book_all, name=upload.filename), attachment=attachment)
    more = say(TEXTS.book_more, count=len(shown) - NAMED)
    return Shown(Card(list_cards.fitting([*head, *shown[:NAMED], more]), rows), (file,))


class PlanKind:
    """What a plan is made from."""

    undo_action = "planning.undo"

    def __init__(self, titles: TitlesNow, zone: ZoneInfo) -> None:
        self._titles_now = titles
        self._zone = zone

    async def look(self, conn: AsyncConnection, upload: UploadRecord, actor: Actor) -> "Surroundings":
        """Return the people, units and courses that a workbook may name."""
        return await surroundings(conn, upload.as_of, self._titles_now(), actor.units(Right.PLAN))

    async def state(self, conn: AsyncConnection) -> str:
        """Return what stands for all that is kept."""
        held = [str(each.id) for each in await planning.list_inputs(conn) if each.withdrawn_at is None]
        return ".".join([*held, await planning.people_state(conn)])

    async def examine(
        self, upload: UploadRecord, content: bytes, looked: "Surroundings", state: str
    ) -> Finding:
        """Read a workbook; say what is wrong, with the marked copy."""
        async with worker() as carry:
            found: ReadBook | Wrong = await carry(read_book, content, upload.filename, looked)
        if isinstance(found, Wrong):
            card = list_cards.refused(upload, found.problems, found.count)
            return Finding(refusal=card, files=marked_file(upload, found.marked))
        return Finding(token_of(state, repr(found.book)), found)

    async def show(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,
        finding: Finding,
        now: datetime,
        *,
        is_again: bool,
    ) -> Shown:
        """Say what was understood and what it takes the place of."""
        found: ReadBook = finding.found
        lines = [say(UPLOADS[upload.kind].again)] if is_again else []
        lines.append(say(TEXTS.book_dry, name=upload.filename))
        if found.book.planned is not None:
            lines.append(say(TEXTS.book_replaces, count=len(await planning.planned_posts(conn))))
        name = f"so-lieu-ke-hoach-{now.astimezone(self._zone):%Y%m%d-%H%M}-han-che.txt"
        return show_lines(upload, finding.token, lines, found.notes, name)

    async def apply(
        self, conn: AsyncConnection, upload: UploadRecord, finding: Finding, actor: Actor, now: datetime
    ) -> Applied:
        """Keep each table of the workbook as what is used from now on."""
        found: ReadBook = finding.found
        book = found.book
        tables = {
            CATALOGUE: to_json(book.catalogue) if book.catalogue is not None else None,
            LIMITS: to_json(book.limits) if book.limits is not None else None,
            SUCCESSION: "" if book.planned is not None else None,
            LEARNING: "" if book.learning is not None else None,
        }
        numbers = {
            kind: await planning.keep_input(
                conn,
                kind,
                found.content,
                upload.filename,
                value=value,
                as_of=upload.as_of,
                actor=actor.name,
                now=now,
            )
            for kind, value in tables.items()
            if value is not None
        }
        if book.planned is not None:
            scope = actor.units(Right.PLAN)
            await planning.replace_planned_posts(conn, book.planned, numbers[SUCCESSION], now, scope=scope)
        if book.learning is not None:
            await planning.record_learning(conn, book.learning, now, input_id=numbers[LEARNING])
        before = {"inputs": list(numbers.values()), "at": now.isoformat()}
        return Applied("", {}, before, await self.state(conn))

    async def undo(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,
        noted: Mapping[str, Any],
        actor: Actor,
        now: datetime,
    ) -> str:
        """Use what was before again."""
        if await self.state(conn) != upload.after:
            return say(UPLOADS[upload.kind].undo_changed)
        await planning.undo_import(conn, noted["inputs"], datetime.fromisoformat(noted["at"]))
        for number in noted["inputs"]:
            await planning.withdraw_input(conn, number, actor.name, now)
        return ""
