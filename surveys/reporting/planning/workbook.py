"""A plan as a workbook in the columns that offices use, to be changed in Excel and sent back."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import xlsxwriter

from surveys.planning.book import plan_words
from surveys.planning.plan import Plan, PlannedClass, Seat
from surveys.planning.storing import to_json
from surveys.planning.succession import Vacancy
from surveys.reporting.planning.facts import PlanFacts
from surveys.reporting.planning.figures import key_figures
from surveys.reporting.planning.wording import PlanWording, day_or_none
from surveys.reporting.sheets import write_text
from surveys.reporting.template_sheets import moment
from surveys.reporting.texts.common import NOTHING_MARK
from surveys.reporting.texts.planning import PLAN_WORKBOOK as TEXTS
from surveys.reporting.texts.planning import PLANNING
from surveys.roster import Official, name_sort_key

_WIDTHS: Final[Mapping[str, float]] = {
    "number": 6, "course": 12, "name": 40, "groups": 22, "count": 9, "quarter": 7, "from": 12, "to": 12, "length": 14,
    "form": 16, "place": 24, "provider": 24, "cost": 16, "source": 18, "note": 44, "class": 8, "key": 13,
    "full_name": 24, "birth": 12, "title": 26, "unit": 20, "why": 60, "due": 12,
}  # fmt: skip
_TIME: Final = ("quarter", "from", "to")
_HEAD: Final = 4  # the upper row of the header, from 0; above it title, mark, marking
_MARK_LETTERS: Final = 10
_DAY: Final = "dd/mm/yyyy"

Value = str | int | date | None


def mark_of(plan: Plan) -> str:
    """Return what the restricted workbook is marked with, so that it is known which plan was changed in it."""
    return hashlib.sha256(to_json(plan).encode()).hexdigest()[:_MARK_LETTERS]


def public_mark_of(plan: Plan) -> str:
    """Return the mark of the public workbook: it tells nothing of who sits in which class."""
    told = [
        (to_json(replace(each, seats=(), why=())), len(each.seats), sorted(map(to_json, each.why)))
        for each in plan.classes
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:_MARK_LETTERS]


def marks_of(plan: Plan) -> tuple[str, str]:
    """Return the marks that a workbook of this plan may bear."""
    return mark_of(plan), public_mark_of(plan)


def plan_workbook(
    facts: PlanFacts, people: Mapping[int, Official] | None = None, vacancies: Sequence[Vacancy] = ()
) -> bytes:
    """Return the workbook (.xlsx). The same input gives the same bytes.

    ``people``: by number those whom its reader may see, for the restricted edition, which names who sits in which
    class and who is left out; without them nobody is named. Who is not among them is in no list. ``vacancies``: posts
    that fall vacant, for the restricted edition.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        title = TEXTS.title.format(year=facts.year)
        book.set_properties({"title": title, "created": moment(facts.as_of), "company": facts.office})
        writer = _Writer(facts, PlanWording(facts), _Styles.of(book), people)
        names = [TEXTS.plan_sheet]
        names += [] if people is None else [TEXTS.seats_sheet, TEXTS.left_out_sheet, TEXTS.vacancies_sheet]
        names += [TEXTS.figures_sheet, TEXTS.guide_sheet]
        sheets = {name: book.add_worksheet(name) for name in names}
        writer.write_plan(sheets[TEXTS.plan_sheet])
        if people is not None:
            writer.write_seats(sheets[TEXTS.seats_sheet])
            writer.write_left_out(sheets[TEXTS.left_out_sheet])
            writer.write_vacancies(sheets[TEXTS.vacancies_sheet], vacancies)
        writer.write_figures(sheets[TEXTS.figures_sheet])
        writer.write_guide(sheets[TEXTS.guide_sheet])
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Styles:
    title: Any
    plain: Any
    marking: Any
    head: Any
    cell: Any
    number: Any
    day: Any
    total: Any

    @classmethod
    def of(cls, book: Any) -> "_Styles":
        font = {"font_name": "Times New Roman", "font_size": 11}
        frame = font | {"text_wrap": True, "valign": "vcenter", "border": 1}
        return cls(
            title=book.add_format(font | {"bold": True, "font_size": 14}),
            plain=book.add_format(font | {"valign": "top", "text_wrap": True}),
            marking=book.add_format(font | {"bold": True, "font_color": "#C00000"}),
            head=book.add_format(frame | {"bold": True, "align": "center", "bg_color": "#D9E2F3"}),
            cell=book.add_format(frame),
            number=book.add_format(frame | {"num_format": "#,##0"}),
            day=book.add_format(frame | {"num_format": _DAY, "align": "center"}),
            total=book.add_format(frame | {"num_format": "#,##0", "bold": True}),
        )


@dataclass(frozen=True, slots=True)
class _Writer:
    facts: PlanFacts
    wording: PlanWording
    styles: _Styles
    people: Mapping[int, Official] | None

    def write_plan(self, sheet: Any) -> None:
        """Write the classes, a row each, and their sum."""
        columns = plan_words().tables["classes"].columns
        self._open(sheet, TEXTS.title, tuple(columns))
        places = {name: place for place, name in enumerate(columns)}
        first, last = places[_TIME[0]], places[_TIME[-1]]
        sheet.merge_range(_HEAD, first, _HEAD, last, "", self.styles.head)
        write_text(sheet, _HEAD, first, TEXTS.time, self.styles.head)
        for name, heading in columns.items():
            place = places[name]
            if name in _TIME:
                write_text(sheet, _HEAD + 1, place, heading, self.styles.head)
            else:
                sheet.merge_range(_HEAD, place, _HEAD + 1, place, "", self.styles.head)
                write_text(sheet, _HEAD, place, heading, self.styles.head)
        row = _HEAD + 2
        for planned in self.facts.plan.classes:
            line = self._line(planned)
            for name, place in places.items():
                self._write(sheet, row, place, line[name])
            row += 1
        for place in places.values():
            sheet.write_blank(row, place, None, self.styles.total)
        write_text(sheet, row, places["name"], TEXTS.total, self.styles.total)
        sheet.write_number(row, places["count"], self.facts.plan.covered, self.styles.total)
        sheet.write_number(row, places["cost"], self.facts.plan.cost, self.styles.total)
        self._set_up(sheet, _HEAD + 1, 3)

    def _line(self, planned: PlannedClass) -> dict[str, Value]:
        course = self.facts.course(planned.course)
        return {
            "number": planned.number,
            "course": planned.course,
            "name": course.name,
            "groups": self.wording.groups(course),
            "count": len(planned.seats),
            "quarter": PLANNING.roman[planned.quarter],
            "from": planned.first,
            "to": planned.last,
            "length": self.wording.length(course),
            "form": self.wording.form(planned.form),
            "place": planned.place,
            "provider": planned.provider,
            "cost": planned.cost,
            "source": planned.source,
            "note": self.wording.why(planned),
        }

    def write_seats(self, sheet: Any) -> None:
        """Write who sits in which class, and why."""
        columns = plan_words().tables["seats"].columns
        self._open(sheet, TEXTS.seats_title, tuple(columns), is_restricted=True)
        self._head(sheet, tuple(columns.values()))
        row = _HEAD + 1
        for planned in self.facts.plan.classes:
            for seat, official in self._known(planned):
                line: dict[str, Value] = {
                    "number": row - _HEAD,
                    "class": planned.number,
                    "name": self.facts.course(planned.course).name,
                    **self._person(official),
                    "why": self.wording.reasons(seat.reasons),
                    "due": day_or_none(reason.due for reason in seat.reasons),
                }
                for place, name in enumerate(columns):
                    self._write(sheet, row, place, line.get(name))
                row += 1
        self._set_up(sheet, _HEAD, 5)

    def _known(self, planned: PlannedClass) -> list[tuple[Seat, Official]]:
        """Return the people of a class whom the reader may see, by name."""
        assert self.people is not None
        found = [(seat, self.people[seat.official]) for seat in planned.seats if seat.official in self.people]
        return sorted(found, key=lambda each: (name_sort_key(each[1].full_name), each[0].official))

    def _person(self, official: Official) -> dict[str, Value]:
        born = official.birth_date or official.birth_year
        return {
            "key": official.roster_key,
            "full_name": official.full_name,
            "birth": born,
            "title": self.facts.titles.label(official.title),
            "unit": official.unit_name,
        }

    def write_left_out(self, sheet: Any) -> None:
        """Write who has no seat on a course that they need, and why."""
        assert self.people is not None
        names = ("number", "key", "full_name", "title", "unit", "name", "why", "note")
        self._open(sheet, TEXTS.left_out_title, names, is_restricted=True)
        self._head(sheet, TEXTS.left_out_head)
        row = _HEAD + 1
        for left in self.facts.plan.left_out:
            official = self.people.get(left.official)
            if official is None:
                continue
            line = self._person(official) | {
                "number": row - _HEAD,
                "name": self.facts.course(left.course).name or NOTHING_MARK,
                "why": self.wording.reasons(left.reasons),
                "note": self.wording.left_out(left),
            }
            for place, name in enumerate(names):
                self._write(sheet, row, place, line[name])
            row += 1
        self._set_up(sheet, _HEAD, 3)

    def write_vacancies(self, sheet: Any, vacancies: Sequence[Vacancy]) -> None:
        """Write which posts fall vacant within five years, and who is planned for them."""
        assert self.people is not None
        names = ("number", "key", "full_name", "title", "unit", "from", "number", "note")
        self._open(sheet, TEXTS.vacancies_title, names, is_restricted=True)
        self._head(sheet, TEXTS.vacancies_head)
        row = _HEAD + 1
        for each in vacancies:
            official = self.people.get(each.official)
            if official is None:
                continue
            held = self._person(official)
            ready = [self.people[number].full_name for number in each.successors if number in self.people]
            line = (
                row - _HEAD,
                *(held[name] for name in names[1:5]),
                each.month,
                each.within,
                "; ".join(ready) or TEXTS.nobody_planned,
            )
            for place, value in enumerate(line):
                self._write(sheet, row, place, value)
            row += 1
        self._set_up(sheet, _HEAD, 3)

    def write_figures(self, sheet: Any) -> None:
        """Write the key figures."""
        sheet.set_column(0, 0, 70)
        sheet.set_column(1, 1, 20)
        write_text(sheet, 0, 0, TEXTS.figures_title.format(year=self.facts.year), self.styles.title)
        for column, heading in enumerate(TEXTS.figures_head):
            write_text(sheet, 2, column, heading, self.styles.head)
        for row, (what, figure) in enumerate(key_figures(self.facts), 3):
            write_text(sheet, row, 0, what, self.styles.cell)
            write_text(sheet, row, 1, figure, self.styles.cell)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def write_guide(self, sheet: Any) -> None:
        """Write how the workbook may be changed."""
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 1, 92)
        write_text(sheet, 0, 0, TEXTS.guide_sheet, self.styles.title)
        for number, line in enumerate(TEXTS.guide, 1):
            sheet.write_number(number + 1, 0, number, self.styles.plain)
            write_text(sheet, number + 1, 1, line, self.styles.plain)
            sheet.set_row(number + 1, 15.5 * (1 + len(line) // 88))
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _open(self, sheet: Any, title: str, names: Sequence[str], *, is_restricted: bool = False) -> None:
        """Write what stands above a table, and set the widths of its columns."""
        for place, name in enumerate(names):
            sheet.set_column(place, place, _WIDTHS[name])
        write_text(sheet, 0, 0, title.format(year=self.facts.year), self.styles.title)
        mark = public_mark_of(self.facts.plan) if self.people is None else mark_of(self.facts.plan)
        write_text(sheet, 1, 0, TEXTS.mark.format(mark=mark))
        if is_restricted:
            write_text(sheet, 2, 0, TEXTS.marking, self.styles.marking)
            sheet.set_header(f"&R{TEXTS.marking}")

    def _head(self, sheet: Any, headings: Sequence[str]) -> None:
        for place, heading in enumerate(headings):
            write_text(sheet, _HEAD, place, heading, self.styles.head)

    def _write(self, sheet: Any, row: int, place: int, value: Value) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, place, moment(value), self.styles.day)
        elif isinstance(value, int):
            style = self.styles.number if value > 9999 else self.styles.cell
            sheet.write_number(row, place, value, style)
        elif value:
            write_text(sheet, row, place, value, self.styles.cell)
        else:
            sheet.write_blank(row, place, None, self.styles.cell)

    @staticmethod
    def _set_up(sheet: Any, head: int, fixed: int) -> None:
        """Prepare a sheet for the printer, its header on every page."""
        sheet.set_landscape()
        sheet.set_paper(8)  # A3; it scales down to A4
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD, head)
        sheet.freeze_panes(head + 1, fixed)
        sheet.set_footer(f"&R{TEXTS.page.format(page='&P', pages='&N')}")
