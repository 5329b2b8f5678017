"""The empty workbook in which an office writes its standards: a row a title, lists to choose from, ready to print."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import xlsxwriter

from surveys.reporting.numbers import date_text
from surveys.reporting.sheets import write_text
from surveys.reporting.template_sheets import moment, write_lists
from surveys.reporting.texts.standards_book import STANDARDS_BOOK as TEXTS
from surveys.standards import CERTIFICATES, Criterion, Standards
from surveys.standards.book import book_words
from surveys.standards.book.cells import CRITERIA, FIRST_AGE, MONTHS_LEFT, level_labels, told_demand
from surveys.standards.regimes import AgeKind, Demand, Moment, Rule

_WIDTHS: Final[Mapping[str, float]] = {
    "number": 5,
    "title": 26,
    "group": 12,
    "scope": 13,
    "from": 11,
    "to": 11,
    "edu": 11,
    "qual": 12,
    "major": 15,
    "pol": 13,
    "qlnn": 13,
    "tin": 11,
    "nn": 11,
    "qpan": 11,
    FIRST_AGE: 11,
    MONTHS_LEFT: 13,
    "basis": 24,
    "clause": 9,
    "status": 12,
    "note": 24,
}
_LEVELS: Final = ("edu", "qual", "pol", "qlnn")
_SPARE_ROWS: Final = 60  # rows below the last title that have lists to choose from, too
_HEADER_ROW: Final = 3  # from 0; above it the title, what it is for, an empty row


def standards_template(standards: Standards, day: date) -> bytes:
    """Return the workbook (.xlsx) for the titles of a day. The same input gives the same bytes.

    What nobody has confirmed is filled in as a suggestion and marked so; it is not read as a rule while it is.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": TEXTS.title, "created": moment(day)})
        styles = _Styles.of(book)
        table, guide, grounds, example, lists = (
            book.add_worksheet(name)
            for name in (
                TEXTS.sheet,
                TEXTS.instruction_sheet,
                TEXTS.grounds_sheet,
                TEXTS.example_sheet,
                TEXTS.lists_sheet,
            )
        )
        choices = _write_lists(lists, styles)
        _write_table(
            table, _rows(standards, day), styles, TEXTS.title, TEXTS.subtitle.format(day=date_text(day))
        )
        _offer(table, choices, styles, len(standards.titles.on(day)) + _SPARE_ROWS)
        _write_guide(guide, styles)
        _write_grounds(grounds, standards, day, styles)
        _write_table(example, _examples(standards, day), styles, TEXTS.example_title, "")
        table.activate()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Styles:
    title: Any
    text: Any
    head: Any
    cell: Any
    day: Any
    plain_day: Any
    verify: Any
    confirmed: Any

    @classmethod
    def of(cls, book: Any) -> "_Styles":
        font = {"font_name": "Times New Roman", "font_size": 11}
        frame = font | {"text_wrap": True, "valign": "vcenter", "border": 1}
        return cls(
            title=book.add_format(font | {"bold": True, "font_size": 14}),
            text=book.add_format(font | {"text_wrap": True, "valign": "top"}),
            head=book.add_format(frame | {"bold": True, "align": "center", "bg_color": "#D9E2F3"}),
            cell=book.add_format(frame),
            day=book.add_format(frame | {"num_format": "dd/mm/yyyy"}),
            plain_day=book.add_format(font | {"num_format": "dd/mm/yyyy"}),
            verify=book.add_format({"bg_color": "#FFF2CC"}),
            confirmed=book.add_format({"bg_color": "#E2EFDA"}),
        )


# --- what stands in the rows ------------------------------------------------------------------------

Row = Mapping[str, str | int | date]


def _rows(standards: Standards, day: date) -> list[Row]:
    titles, words = standards.titles, book_words()
    rows: list[Row] = []
    for number, code in enumerate(titles.on(day), 1):
        row: dict[str, str | int | date] = {
            "number": number,
            "title": titles.label(code),
            "group": titles.group_labels.get(titles.group(code), ""),
            "scope": words.written("province"),
        }
        regime = standards.in_force(day, code)
        suggested = regime.suggested.get(code) if regime else None
        if regime is not None and suggested is not None:
            row |= _suggestion(suggested)
        rows.append(row)
    return rows


def _suggestion(rule: Rule) -> Row:
    """Fill in what is supposed, with the words that say so. From which day it may hold is left to the office."""
    asked = [each for each in rule.demands if each.asks]
    row: dict[str, str | int | date] = {}
    for demand in asked:
        attribute = _column_of(demand)
        if attribute:
            row[attribute] = _told(demand)
    bases = dict.fromkeys(f"{each.basis} {each.clause}".strip() for each in asked)
    row["status"] = book_words().written("to_verify")
    row["note"] = TEXTS.suggestion.format(basis="; ".join(bases))
    return row


def _column_of(demand: Demand) -> str:
    if demand.age is None:
        return demand.criterion.value if demand.criterion in _CRITERIA else ""
    if demand.age.at is not Moment.FIRST_APPOINTMENT:
        return ""
    return {AgeKind.MAX_YEARS: FIRST_AGE, AgeKind.MONTHS_LEFT: MONTHS_LEFT}.get(demand.age.kind, "")


_CRITERIA: Final = tuple(Criterion(name) for name in CRITERIA if name not in (FIRST_AGE, MONTHS_LEFT))


def _told(demand: Demand) -> str | int:
    words = told_demand(demand)
    return int(words) if words.isdigit() else words


def _examples(standards: Standards, day: date) -> list[Row]:
    """Return rows that show how to write; nobody's rules."""
    titles, words = standards.titles, book_words()
    rows: list[Row] = []
    for number, example in enumerate(words.examples, 1):
        levels = {
            name: int(level) if level.isdigit() else level
            for name, level in example.items()
            if name != "title"
        }
        rows.append(
            {
                "number": number,
                "title": titles.label(example["title"]),
                "scope": words.written("province"),
                "from": date(day.year, 1, 1),
                "basis": TEXTS.example_basis,
                "clause": TEXTS.example_clause,
                "status": words.written("confirmed"),
                **levels,
            }
        )
    return rows


# --- the sheets -------------------------------------------------------------------------------------


def _write_table(sheet: Any, rows: Sequence[Row], styles: _Styles, title: str, subtitle: str) -> None:
    columns = book_words().columns
    write_text(sheet, 0, 0, title, styles.title)
    if subtitle:
        write_text(sheet, 1, 0, subtitle)
    for place, (name, heading) in enumerate(columns.items()):
        sheet.set_column(place, place, _WIDTHS[name])
        write_text(sheet, _HEADER_ROW, place, heading, styles.head)
    sheet.set_row(_HEADER_ROW, 80)
    for number, row in enumerate(rows, _HEADER_ROW + 1):
        for place, name in enumerate(columns):
            _write_cell(sheet, number, place, row.get(name), styles)
    _set_up_print(sheet, _HEADER_ROW + len(rows), len(columns))


def _write_cell(sheet: Any, row: int, column: int, value: str | int | date | None, styles: _Styles) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, moment(value), styles.day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, styles.cell)
    elif value:
        write_text(sheet, row, column, value, styles.cell)
    else:
        sheet.write_blank(row, column, None, styles.cell)


def _set_up_print(sheet: Any, last: int, columns: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(8)  # A3: twenty columns are read on it without a lens; it scales down to A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)
    sheet.print_area(0, 0, last, columns - 1)
    sheet.freeze_panes(_HEADER_ROW + 1, 2)
    sheet.set_footer(f"&R{TEXTS.page.format(page='&P', pages='&N')}")


def _write_lists(sheet: Any, styles: _Styles) -> dict[str, str]:
    """Write the words to choose from; returns the range of each column's list."""
    words = book_words()
    nothing = words.written("nothing")
    lists = {name: [*level_labels(name).values(), nothing] for name in _LEVELS}
    lists |= {name.value: [words.written("certificate"), nothing] for name in CERTIFICATES}
    lists["major"] = [words.written("fitting"), nothing]
    lists["scope"] = [words.written("province")]
    lists["status"] = [words.written("confirmed"), words.written("to_verify")]
    return write_lists(sheet, words.columns, lists, styles.head, styles.cell)


_STRICT: Final = (
    *_LEVELS,
    "status",
)  # of these the lists are complete; the others take words of the office's own


def _offer(sheet: Any, choices: Mapping[str, str], styles: _Styles, rows: int) -> None:
    """Put the lists on their columns, a hint beside each, and colour what is to be verified."""
    words = book_words()
    first, last = _HEADER_ROW + 1, _HEADER_ROW + rows
    places = {name: place for place, name in enumerate(words.columns)}
    hints = {
        "scope": TEXTS.scope_hint.format(province=words.written("province")),
        FIRST_AGE: TEXTS.age_hint,
        MONTHS_LEFT: TEXTS.months_hint,
        "status": TEXTS.status_hint.format(confirmed=words.written("confirmed")),
        **{
            name.value: TEXTS.certificate_hint.format(certificate=words.written("certificate"))
            for name in CERTIFICATES
        },
    }
    for name in dict.fromkeys((*choices, *hints)):
        options: dict[str, Any] = {"validate": "list", "source": choices[name]} if name in choices else {}
        options = options or {"validate": "any"}
        if name in _STRICT:
            nothing = words.written("nothing")
            options |= {
                "error_title": TEXTS.bad_choice_title,
                "error_message": TEXTS.bad_choice.format(nothing=nothing),
            }
        elif name in choices:
            options["show_error"] = False
        if name in hints:
            options |= {"input_title": words.columns[name][:32], "input_message": hints[name]}
        sheet.data_validation(first, places[name], last, places[name], options)
    for name in ("from", "to"):
        told = {"error_title": TEXTS.bad_day_title, "error_message": TEXTS.bad_day}
        limits = {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1990, 1, 1),
            "maximum": date(2100, 12, 31),
        }
        sheet.data_validation(first, places[name], last, places[name], limits | told)
        sheet.set_column(places[name], places[name], _WIDTHS[name], styles.plain_day)
    letter = chr(ord("A") + places["status"])
    for word, style in (("to_verify", styles.verify), ("confirmed", styles.confirmed)):
        formula = f'=${letter}{first + 1}="{words.written(word)}"'
        rule = {"type": "formula", "criteria": formula, "format": style}
        sheet.conditional_format(first, 0, last, len(places) - 1, rule)


def _write_guide(sheet: Any, styles: _Styles) -> None:
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 92)
    write_text(sheet, 0, 0, TEXTS.instruction_sheet, styles.title)
    for number, line in enumerate(TEXTS.instructions, 1):
        sheet.write_number(number + 1, 0, number, styles.text)
        write_text(sheet, number + 1, 1, line, styles.text)
        sheet.set_row(number + 1, 15.5 * (1 + len(line) // 88))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_grounds(sheet: Any, standards: Standards, day: date, styles: _Styles) -> None:
    """Write what the regimes of the day rest on, and which of it nobody has seen."""
    for column, width in enumerate((34, 52, 14, 12, 14, 26)):
        sheet.set_column(column, column, width)
    write_text(sheet, 0, 0, TEXTS.grounds_sheet, styles.title)
    regimes = [each for each in standards.regimes if each.covers(day)]
    to_verify = book_words().written("to_verify")
    if regimes:
        told = TEXTS.grounds_lead.format(day=date_text(regimes[0].starts_on), to_verify=to_verify)
        write_text(sheet, 1, 0, told)
    for column, heading in enumerate(TEXTS.grounds_head):
        write_text(sheet, _HEADER_ROW, column, heading, styles.head)
    documents = [each for regime in regimes for each in regime.documents]
    for row, each in enumerate(documents, _HEADER_ROW + 1):
        state = TEXTS.confirmed if each.is_confirmed else to_verify
        cells = (each.name, each.says, each.clause, each.starts_on, state, each.source)
        for column, value in enumerate(cells):
            _write_cell(sheet, row, column, value, styles)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)
