"""A list of officials that somebody hands in, by command or in the chat: read, recognised, worded, marked.

Nothing here writes: what is read is taken in by ``storage.frame.import_roster``.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.texts import day_text, say
from bot.texts.lists import TEXTS
from storage import differences, frame
from storage.scope import Scope
from surveys.problems import Problem
from surveys.reporting.numbers import number_text

if TYPE_CHECKING:
    from storage.records import OfficialRecord
    from surveys.roster import Official, Roster, RosterRow, RosterUnit
    from surveys.roster.recognising import Asked, Decisions, Held
    from surveys.titles import Titles

NEAREST: Final = 3
NAMED: Final = 100
"""So many known titles are named beside one that nobody knows, beside so many of these: looking takes a while."""
PRINTED: Final = 50
"""Problems that are told one by one; the others are counted by kind."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is held on a day: a list is read against it. ``left``: who is in office no more."""

    as_of: date
    units: "tuple[RosterUnit, ...]"
    held: "tuple[Held, ...]"
    left: "tuple[Held, ...]"


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list without problems, everybody under the key under which they are held.

    ``understood``: what was understood rather than read, as lines under headings.
    """

    roster: "Roster"
    understood: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def counts(self) -> str:
        """How much was read."""
        rows = self.roster.rows
        units = len({(row.unit_code, row.unit_name, row.parent) for row in rows})
        sheets = len({row.sheet for row in rows})
        return say(TEXTS.read, people=number_text(len(rows)), units=number_text(units), sheets=sheets)


@dataclass(frozen=True, slots=True)
class Question:
    """Who somebody of a list is: the row's key, the person in a line, and who it may be, each with key and line."""

    key: str
    person: str
    candidates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """A list of which it is not clear who somebody is; an answer to each question would mend all, if there are any."""

    problems: tuple[Problem, ...]
    questions: tuple[Question, ...] = ()


async def frame_on(conn: AsyncConnection, as_of: date, scope: Scope) -> Frame:
    """Return what is held as of a day, for somebody who may see all of it."""
    from surveys.roster import RosterUnit  # noqa: PLC0415 - a running bot seldom needs it

    units = tuple(
        RosterUnit(unit.code, unit.name) for unit in await frame.list_units(conn, as_of, scope=scope)
    )
    held = _with_phones(await frame.list_officials(conn, as_of, scope=scope))
    return Frame(as_of, units, held, _with_phones(await frame.list_former_officials(conn)))


def _with_phones(officials: "Sequence[OfficialRecord]") -> "tuple[Held, ...]":
    return tuple((differences.official_of(each), each.phone) for each in officials)


def read_list(
    content: bytes, filename: str, against: Frame, titles: "Titles", province: str = ""
) -> "Roster | list[Problem]":
    """Read a list with the units already held. ``province`` is that of the office."""
    from surveys.roster import read_roster  # noqa: PLC0415 - the libraries of workbooks

    return read_roster(
        content, filename, as_of=against.as_of, known_units=against.units, titles=titles, province=province
    )


def recognised(
    roster: "Roster", against: Frame, titles: "Titles", decided: "Decisions | None" = None
) -> ReadList | Unclear:
    """Give people the key under which they are held, unless it is unclear who somebody is."""
    from bot.texts.problems import word_problem  # noqa: PLC0415 - only for a list
    from bot.texts.roster import OF_PEOPLE, RECOGNISED, UNDERSTOOD  # noqa: PLC0415
    from surveys.roster.recognising import recognise  # noqa: PLC0415

    found = recognise(roster.rows, against.held, decided, against.left)
    if found.problems:
        can_be_answered = len(found.asked) == len(found.problems)
        return Unclear(found.problems, _questions(found.asked, titles) if can_be_answered else ())
    rows = tuple(
        replace(row, roster_key=found.keys.get(row.roster_key, row.roster_key)) for row in roster.rows
    )
    about = {code: heading for heading, codes in UNDERSTOOD.items() for code in codes}
    told = {
        heading: [word_problem(note, "roster") for note in roster.notes if about[note.code] == heading]
        for heading in UNDERSTOOD
    }
    told[OF_PEOPLE] += [
        say(
            RECOGNISED[each.why],
            name=each.row.full_name,
            unit=each.row.unit_name,
            key=each.official.roster_key,
            held=each.official.full_name,
            held_unit=each.official.unit_name,
            own=each.row.roster_key,
        )
        for each in found.recognised
    ]
    lines = tuple((heading, tuple(lines)) for heading, lines in told.items() if lines)
    return ReadList(replace(roster, rows=rows), lines)


def _questions(asked: "Sequence[Asked]", titles: "Titles") -> tuple[Question, ...]:
    return tuple(
        Question(
            each.row.roster_key,
            _line(each.row, titles),
            tuple((one.roster_key, f"{one.roster_key} – {_line(one, titles)}") for one in each.candidates),
        )
        for each in asked
    )


def _line(one: "RosterRow | Official", titles: "Titles") -> str:
    """Tell somebody in a line: name, title, unit, birth."""
    born = day_text(one.birth_date) if one.birth_date else str(one.birth_year or "")
    told = (one.full_name, titles.label(one.title), one.unit_name, born)
    return ", ".join(part for part in told if part)


UnknownTitle = tuple[str, int, tuple[str, ...]]
"""A title that nobody knows: its name, in how many places it stands, the codes of the nearest known ones."""


def unknown_titles(problems: Sequence[Problem], titles: "Titles", day: date) -> tuple[UnknownTitle, ...]:
    """Return the titles of a list that nobody knows, each once however it is spelt."""
    from surveys.roster.handing_back import TITLE_PROBLEMS  # noqa: PLC0415 - only when something is wrong
    from surveys.spelling import fold_words  # noqa: PLC0415
    from surveys.titles import nearest_titles  # noqa: PLC0415

    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for each in problems:
        if each.code in TITLE_PROBLEMS:
            words = fold_words(each.parameters["found"])
            names.setdefault(words, each.parameters["found"])
            counts[words] += 1 + len(each.also)
    return tuple(
        (name, counts[words], nearest_titles(titles, name, day, most=NEAREST) if place < NAMED else ())
        for place, (words, name) in enumerate(names.items())
    )


def word_problems(problems: Sequence[Problem], about: str, limit: int = PRINTED) -> list[str]:
    """Word the first problems; of the others how many there are of each kind."""
    from bot.texts.problems import word_problem  # noqa: PLC0415 - only when something is wrong
    from bot.texts.roster import KINDS  # noqa: PLC0415

    lines = [word_problem(each, about) for each in problems[:limit]]
    more = Counter(KINDS.get(each.code, KINDS[""]) for each in problems[limit:])
    if more:
        kinds = "; ".join(f"{kind}: {number_text(count)}" for kind, count in more.most_common())
        lines.append(say(TEXTS.more_problems, count=number_text(more.total()), kinds=kinds))
    return lines


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """A copy of a workbook with every problem marked; ``cells`` are how many places were."""

    content: bytes
    cells: int


def mark_copy(content: bytes, filename: str, problems: Sequence[Problem], about: str) -> MarkedCopy | None:
    """Mark every problem in a copy; ``None`` if the file does not open."""
    from bot.texts.problems import word_what  # noqa: PLC0415 - only when something is wrong
    from surveys.workbooks import read_workbook  # noqa: PLC0415
    from surveys.workbooks.editing import Mark, marked  # noqa: PLC0415

    book = read_workbook(content, filename)
    if isinstance(book, list):
        return None
    marks = [
        Mark(place.sheet, place.cell, word_what(each, about))
        for each in problems
        for place in (each.place, *each.also)
    ]
    cells = len({(mark.sheet, mark.cell) for mark in marks})
    return MarkedCopy(marked(content, book, marks, TEXTS.marked_by), cells)
