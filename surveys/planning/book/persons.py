"""What is recorded of people, row by row: what they are planned for, what they learn and have learned."""

from collections.abc import Iterable
from typing import Final

from surveys.planning.book.cells import learned, nearest, read_choice, read_first, read_last
from surveys.planning.book.people import People
from surveys.planning.book.rows import Row
from surveys.planning.book.surroundings import Surroundings
from surveys.planning.courses import Catalogue
from surveys.planning.learning import Learning, LearningState
from surveys.planning.succession import PlannedPost
from surveys.spelling import fold_words
from surveys.titles import TitleReading, nearest_titles, read_title

_MOST_PERIODS: Final = 10_000


def read_planned(rows: Iterable[Row], around: Surroundings) -> tuple[PlannedPost, ...]:
    """Return who is planned for which title. Somebody may be planned for several, each in a row or all in one."""
    people = People(around)
    found: dict[tuple[int, str], str] = {}
    posts = []
    for row in rows:
        number = people.find(row)
        for title in _titles(row, around):
            if number is None:
                continue
            other = found.setdefault((number, title), row.cell)
            if other != row.cell:
                name = f"{around.people[number].full_name} – {around.titles.label(title)}"
                row.report("plan_row_twice", "planned", found=name, first=other)
                continue
            posts.append(PlannedPost(number, title, row.text("term"), row.text("decision")))
    return tuple(posts)


def _titles(row: Row, around: Surroundings) -> tuple[str, ...]:
    if not row.need("planned"):
        return ()
    text, titles = row.text("planned"), around.titles
    read = _read_today(text, around)
    if read.titles:
        said = "; ".join(titles.label(code) for code in read.titles)
        if fold_words(said) != fold_words(text):
            row.understood.append(("planned", text, said))
        return read.titles
    if read.candidates:
        candidates = "; ".join(titles.label(code) for code in read.candidates)
        row.report("book_title_unclear", "planned", found=read.unclear, candidates=candidates)
    elif text:
        near = "; ".join(titles.label(code) for code in nearest_titles(titles, read.unclear or text))
        row.report("book_title_unknown", "planned", found=read.unclear or text, nearest=near or "–")
    return ()


def _read_today(text: str, around: Surroundings) -> TitleReading:
    """Read a title as of the first day of the plan's year."""
    from datetime import date  # noqa: PLC0415 - a day by its name alone

    return read_title(around.titles, text, date(around.year, 1, 1))


def read_learned(rows: Iterable[Row], around: Surroundings, catalogue: Catalogue) -> tuple[Learning, ...]:
    """Return what people learn and have learned."""
    people = People(around)
    found = []
    for row in rows:
        number = people.find(row)
        learning = _learning(row, number or 0, around, catalogue)
        if number is not None:
            found.append(learning)
    return tuple(found)


def _learning(row: Row, number: int, around: Surroundings, catalogue: Catalogue) -> Learning:
    row.need("name")
    row.need("state")
    has_1904 = around.has_1904_dates
    name = row.text("name")
    starts_on = row.read("from", lambda value: read_first(value, has_1904_dates=has_1904), None)
    ends_on = row.read("to", lambda value: read_last(value, has_1904_dates=has_1904), None)
    if starts_on and ends_on and ends_on < starts_on:
        row.report("plan_days_reversed", "to", first=f"{starts_on:%d/%m/%Y}", last=f"{ends_on:%d/%m/%Y}")
    course = course_of(name, catalogue)
    said = None if course else learned(name)
    if name and not course and said is None:
        row.note("plan_learning_apart", "name", found=name)
    state = row.read_text(
        "state", lambda text: LearningState(read_choice("state", text)), LearningState.UNDER_WAY
    )
    return Learning(
        number,
        state,
        course,
        said.criterion if said else None,
        said.level if said else "",
        name,
        starts_on,
        ends_on,
        row.number("periods", 1, _MOST_PERIODS) or 0,
        row.text("evidence"),
    )


def course_of(text: str, catalogue: Catalogue) -> str:
    """Return the code of the course that a text names by code or name, '' if it names none."""
    words = fold_words(text)
    codes = [each.code for each in catalogue.courses if fold_words(each.code) == words]
    names = [each.code for each in catalogue.courses if fold_words(each.name) == words]
    return next(iter((*codes, *names)), "")


def nearest_course(text: str, catalogue: Catalogue) -> str:
    """Return code and name of the course that looks most like a text."""
    name = nearest(text, (each.name for each in catalogue.courses))
    near = next((each for each in catalogue.courses if each.name == name), None)
    return f"{near.code} – {near.name}" if near else nearest(text, (each.code for each in catalogue.courses))
