"""The workbook in which an office writes what a plan is made from: a sheet a table, lists to choose from, examples."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import xlsxwriter

from surveys.planning.book import Surroundings, plan_words
from surveys.planning.book.cells import told_fulfils
from surveys.planning.courses import Course
from surveys.reporting.sheets import write_text
from surveys.reporting.template_sheets import moment, write_lists
from surveys.reporting.texts.plan_template import PLAN_TEMPLATE as TEXTS

_WIDTHS: Final[Mapping[str, float]] = {
    "number": 7, "code": 11, "name": 40, "kind": 20, "fulfils": 24, "groups": 22, "forms": 22, "providers": 24,
    "cost_per_class": 16, "cost_per_person": 16, "key": 13, "full_name": 24, "unit": 20, "title": 24, "planned": 24,
    "evidence": 18, "decision": 18, "reason": 34, "place": 30, "provider": 24, "kinds": 22, "near": 26, "source": 26,
    "amount": 18, "course": 14, "note": 26, "birth": 13, "from": 13, "to": 13, "small_office": 22, "days_away": 16,
}  # fmt: skip
_WIDTH: Final = 12
_HEADER_ROW: Final = 3  # from 0; above it the title, what it is for, an empty row
_SPARE_ROWS: Final = 200
_MONEY: Final = ("cost_per_class", "cost_per_person", "amount")
_CHOSEN: Final = {"kind": "kind", "kinds": "kind", "forms": "form", "state": "state"}
"""Columns whose choices are those of the words, by the name of the choices."""

Line = Mapping[str, str | int]


def plan_template(
    around: Surroundings, day: date, kinds: Sequence[str] = (), *, courses: Iterable[Course] | None = None
) -> bytes:
    """Return the workbook (.xlsx) with the tables of some kinds, all if none is named. The same input, the same bytes.

    ``courses``: what the catalogue begins with, that of ``around`` if they are not given; courses that are only the
    built-in example are marked as to be checked.
    """
    words = plan_words()
    wanted = tuple(kind for kind in words.inputs if not kinds or kind in kinds)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        title = TEXTS.title.format(year=around.year)
        book.set_properties({"title": title, "created": moment(day)})
        styles = _Styles.of(book)
        sheets = {kind: book.add_worksheet(words.names[kind]) for kind in wanted}
        guide, lists = (book.add_worksheet(name) for name in (TEXTS.guide_sheet, TEXTS.lists_sheet))
        ranges = write_lists(lists, _headings(), _choices(around, day), styles.head, styles.cell)
        held = tuple(around.catalogue.courses if courses is None else courses)
        for kind, sheet in sheets.items():
            lines = [_line(course, around) for course in held] if kind == "courses" else []
            _write_table(sheet, kind, lines, title, styles)
            _offer(sheet, kind, ranges, len(lines))
        _write_guide(guide, styles)
        next(iter(sheets.values())).activate()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Styles:
    title: Any
    text: Any
    head: Any
    cell: Any
    money: Any
    example: Any

    @classmethod
    def of(cls, book: Any) -> "_Styles":
        font = {"font_name": "Times New Roman", "font_size": 11}
        frame = font | {"text_wrap": True, "valign": "vcenter", "border": 1}
        return cls(
            title=book.add_format(font | {"bold": True, "font_size": 14}),
            text=book.add_format(font | {"text_wrap": True, "valign": "top"}),
            head=book.add_format(frame | {"bold": True, "align": "center", "bg_color": "#D9E2F3"}),
            cell=book.add_format(frame),
            money=book.add_format(frame | {"num_format": "#,##0"}),
            example=book.add_format(frame | {"italic": True, "font_color": "#7F7F7F", "num_format": "#,##0"}),
        )


def _headings() -> Mapping[str, str]:
    """Return what stands over each list of choices: no heading that a table is known by."""
    tables = plan_words().tables.values()
    return {
        name: TEXTS.list_of.format(column=heading)
        for known in tables
        for name, heading in known.columns.items()
    }


def _choices(around: Surroundings, day: date) -> dict[str, Sequence[str]]:
    words = plan_words()
    units = tuple(unit.name for unit in around.units)
    found: dict[str, Sequence[str]] = {column: words.labels(choice) for column, choice in _CHOSEN.items()}
    found["refresher"] = found["elsewhere"] = (words.written("yes"), words.written("no"))
    found["groups"] = tuple(around.titles.group_labels.values())
    found["competencies"] = tuple(around.competencies)
    found["planned"] = tuple(around.titles.label(code) for code in around.titles.on(day))
    found["course"] = tuple(course.code for course in around.catalogue.courses)
    found["unit"] = (words.written("every_unit"), *units) if units else ()
    return {name: values for name, values in found.items() if values}


def _line(course: Course, around: Surroundings) -> Line:
    """Return a course as it would be written."""
    words, labels = plan_words(), around.titles.group_labels
    return {
        "code": course.code,
        "name": course.name,
        "kind": words.label("kind", course.kind),
        "competencies": "; ".join(course.competencies),
        "situations": "; ".join(course.situations),
        "fulfils": "; ".join(map(told_fulfils, course.fulfils)),
        "groups": "; ".join(labels.get(group, group) for group in course.groups),
        "days": course.days,
        "weeks": course.weeks or "",
        "periods": course.periods,
        "forms": "; ".join(words.label("form", form) for form in course.forms),
        "smallest": course.smallest,
        "largest": course.largest,
        "cost_per_class": course.cost_per_class,
        "cost_per_person": course.cost_per_person,
        "providers": "; ".join(course.providers),
        "refresher": words.written("yes" if course.counts_as_refresher else "no"),
        "elsewhere": words.written("yes" if course.is_elsewhere else "no"),
        "note": TEXTS.to_check if around.catalogue.is_example else "",
    }


def _write_table(sheet: Any, kind: str, lines: Sequence[Line], title: str, styles: _Styles) -> None:
    words = plan_words()
    columns = words.tables[kind].columns
    write_text(sheet, 0, 0, f"{words.names[kind]} – {title[:1].lower()}{title[1:]}", styles.title)
    write_text(sheet, 1, 0, TEXTS.leads[kind].format(every_unit=words.written("every_unit")))
    for place, (name, heading) in enumerate(columns.items()):
        sheet.set_column(place, place, _WIDTHS.get(name, _WIDTH))
        write_text(sheet, _HEADER_ROW, place, heading, styles.head)
    sheet.set_row(_HEADER_ROW, 60)
    examples = [{"number": TEXTS.example, **each} for each in TEXTS.examples[kind]]
    shown = [(each, styles.example) for each in examples]
    shown += [({"number": number, **each}, None) for number, each in enumerate(lines, 1)]
    for row, (line, style) in enumerate(shown, _HEADER_ROW + 1):
        for place, name in enumerate(columns):
            usual = styles.money if name in _MONEY else styles.cell
            _write_cell(sheet, row, place, line.get(name, ""), style or usual)
    sheet.set_landscape()
    sheet.set_paper(8 if len(columns) > 12 else 9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)
    sheet.freeze_panes(_HEADER_ROW + 1, 3 if len(columns) > 6 else 1)
    sheet.set_footer(f"&R{TEXTS.page.format(page='&P', pages='&N')}")


def _write_cell(sheet: Any, row: int, column: int, value: str | int, style: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, style)
    elif value:
        write_text(sheet, row, column, value, style)
    else:
        sheet.write_blank(row, column, None, style)


def _offer(sheet: Any, kind: str, ranges: Mapping[str, str], filled: int) -> None:
    """Put the lists on their columns, beside the cells how to fill them in; other words than those may stand."""
    first = _HEADER_ROW + 1
    last = first + filled + _SPARE_ROWS
    hints = TEXTS.hints.get(kind, {})
    for place, (name, heading) in enumerate(plan_words().tables[kind].columns.items()):
        offered = ranges.get(name)
        if offered is None and name not in hints:
            continue
        options: dict[str, Any] = {"validate": "list", "source": offered} if offered else {"validate": "any"}
        options["show_error"] = False
        if name in hints:
            options |= {"input_title": heading[:32], "input_message": hints[name]}
        sheet.data_validation(first, place, last, place, options)


def _write_guide(sheet: Any, styles: _Styles) -> None:
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 92)
    write_text(sheet, 0, 0, TEXTS.guide_sheet, styles.title)
    for number, line in enumerate(TEXTS.guide, 1):
        sheet.write_number(number + 1, 0, number, styles.text)
        write_text(sheet, number + 1, 1, line, styles.text)
        sheet.set_row(number + 1, 15.5 * (1 + len(line) // 88))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
