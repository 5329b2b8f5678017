"""The list of results of an approved plan sent back: what became of whom, told before it is written."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Outbound
from bot.office import list_cards
from bot.office.actor import Actor
from bot.office.beside import worker
from bot.office.list_work import marked_file, token_of
from bot.office.lists import mark_copy, word_problems
from bot.office.menu import Card, message
from bot.office.plans.books import ABOUT, TOLD, Wrong
from bot.office.plans.making import read_plan
from bot.office.plans.year import surroundings
from bot.office.rights import Right
from bot.office.titles import TitlesNow
from bot.office.upload_work import Applied, Finding, Shown
from bot.texts import say
from bot.texts.plans import TEXTS
from bot.texts.uploads import UPLOADS
from storage import planning
from storage.planning import PlanRecord
from storage.planning.plans import APPROVED
from storage.planning.seats import COMPLETED, MISSED
from storage.uploads import UploadRecord
from surveys.planning import Catalogue, from_json

if TYPE_CHECKING:
    from surveys.planning.book import Surroundings
    from surveys.planning.edits import SeatResults

LISTED = 12
"""People who did not complete their class that a card names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a list is read against: the approved plans, the people that there are, the day."""

    plans: tuple[PlanRecord, ...]
    around: "Surroundings"
    day: date


@dataclass(frozen=True, slots=True)
class ReadResults:
    """A clean list: of which plan, and what it says."""

    plan: int
    results: "SeatResults"


def read_result_list(content: bytes, filename: str, looked: Looked) -> ReadResults | Wrong | None:
    """Read a list, for a worker process; ``None`` if it is of no approved plan."""
    from surveys.planning.edits import plan_of_results, read_results  # noqa: PLC0415 - the libraries of workbooks
    from surveys.workbooks import read_workbook  # noqa: PLC0415

    book = read_workbook(content, filename)
    number = None if isinstance(book, list) else plan_of_results(book)
    record = next((each for each in looked.plans if each.id == number), None)
    if record is None:
        return None
    found = read_results(content, filename, read_plan(record.plan), looked.around, looked.day)
    if isinstance(found, list):
        marked = mark_copy(content, filename, found, ABOUT)
        return Wrong(tuple(word_problems(found, ABOUT, TOLD)), len(found), marked)
    return ReadResults(record.id, found)


class PlanResultsKind:
    """A list of results. What it says is corrected by another list; there is no setting back."""

    undo_action = ""

    def __init__(self, titles: TitlesNow) -> None:
        self._titles_now = titles

    async def look(self, conn: AsyncConnection, upload: UploadRecord, actor: Actor) -> Looked:
        """Return what it is read against."""
        plans = tuple(each for each in await planning.list_plans(conn) if each.state == APPROVED)
        around = await surroundings(conn, upload.as_of, self._titles_now(), actor.units(Right.PLAN))
        return Looked(plans, around, upload.as_of)

    async def state(self, conn: AsyncConnection) -> str:
        """Return what stands for the approved plans."""
        return ".".join(str(each.id) for each in await planning.list_plans(conn) if each.state == APPROVED)

    async def examine(self, upload: UploadRecord, content: bytes, looked: Looked, state: str) -> Finding:
        """Read it; say what is wrong, with the marked copy."""
        async with worker() as carry:
            found: ReadResults | Wrong | None = await carry(
                read_result_list, content, upload.filename, looked
            )
        if found is None:
            return Finding(refusal=message(say(TEXTS.list_unknown, name=upload.filename)))
        if isinstance(found, Wrong):
            card = list_cards.refused(upload, found.problems, found.count)
            return Finding(refusal=card, files=marked_file(upload, found.marked))
        return Finding(token_of(state, repr(found)), (found, looked.around.people))

    async def show(
        self,
        conn: AsyncConnection,  # noqa: ARG002
        upload: UploadRecord,
        finding: Finding,
        now: datetime,  # noqa: ARG002
        *,
        is_again: bool,
    ) -> Shown:
        """Say how many have completed their class, and who has not."""
        found: ReadResults = finding.found[0]
        people = finding.found[1]
        results = found.results
        missed = [each for each in results.results if not each.is_completed]
        told = {"completed": len(results.results) - len(missed), "missed": len(missed)}
        lines = [say(UPLOADS[upload.kind].again)] if is_again else []
        lines.append(
            say(TEXTS.list_dry, name=upload.filename, open=results.open_count, plan=found.plan, **told)
        )
        lines += [
            say(TEXTS.list_missed, name=people[each.official].full_name, number=each.class_number)
            for each in missed[:LISTED]
        ]
        more = len(missed) - LISTED
        lines += [say(TEXTS.and_more, count=more)] if more > 0 else []
        rows = (list_cards.take_in(upload, finding.token), list_cards.drop(upload))
        none: tuple[Outbound, ...] = ()
        return Shown(Card(list_cards.fitting(lines), rows), none)

    async def apply(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,  # noqa: ARG002
        finding: Finding,
        actor: Actor,
        now: datetime,
    ) -> Applied:
        """Note what became of each seat: those of one certificate and course together."""
        found: ReadResults = finding.found[0]
        record = await planning.find_plan(conn, found.plan)
        assert record is not None
        courses = from_json(Catalogue, record.catalogue).by_code
        seats = {
            (each.class_number, each.official_id): each
            for each in await planning.seats_of(conn, found.plan, scope=actor.units(Right.PLAN))
        }
        together: defaultdict[tuple[bool, str, str], list[planning.SeatRecord]] = defaultdict(list)
        for each in found.results.results:
            seat = seats.get((each.class_number, each.official))
            if seat is not None:
                together[each.is_completed, each.evidence, seat.course].append(seat)
        for (is_completed, evidence, code), settled in together.items():
            first = settled[0]
            usual = say(TEXTS.evidence, number=first.class_number, plan=record.id, year=record.year)
            periods = courses[code].periods if code in courses else 0
            state = COMPLETED if is_completed else MISSED
            await planning.settle_seats(
                conn, settled, state, actor.name, now, evidence=evidence or usual, periods=periods
            )
        return Applied("", {})

    async def undo(
        self,
        conn: AsyncConnection,  # noqa: ARG002
        upload: UploadRecord,
        noted: Mapping[str, Any],  # noqa: ARG002
        actor: Actor,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> str:
        """Say how it is corrected."""
        return say(UPLOADS[upload.kind].undo_late)
