"""The list in which the results of classes are entered: everybody with a seat, a result to be chosen. Restricted."""

import io
from collections.abc import Collection, Mapping
from typing import Any, Final

import xlsxwriter

from surveys.planning.book import plan_words
from surveys.reporting.planning.facts import PlanFacts
from surveys.reporting.sheets import write_text
from surveys.reporting.template_sheets import moment
from surveys.reporting.texts.planning import PLAN_WORKBOOK, RESULTS_WORKBOOK
from surveys.roster import Official, name_sort_key

_WIDTHS: Final = {
    "number": 6,
    "class": 8,
    "name": 36,
    "key": 13,
    "full_name": 24,
    "birth": 12,
    "title": 26,
    "unit": 20,
}
_WIDTH: Final = 20
_HEAD: Final = 4
_SPARE: Final = 20


def results_workbook(
    facts: PlanFacts,
    people: Mapping[int, Official],
    only: Collection[int] = (),
    known: Mapping[tuple[int, int], tuple[bool, str]] | None = None,
) -> bytes:
    """Return the list (.xlsx) of all classes, or of those ``only`` whose numbers are given.

    ``people``: by number those whom its reader may see. ``known``: by class and person what is on record already:
    whether it was completed, and the certificate.
    """
    buffer = io.BytesIO()
    columns = plan_words().tables["results"].columns
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        title = RESULTS_WORKBOOK.title.format(year=facts.year)
        book.set_properties({"title": title, "created": moment(facts.as_of), "company": facts.office})
        font = {"font_name": "Times New Roman", "font_size": 11}
        frame = font | {"text_wrap": True, "valign": "vcenter", "border": 1}
        cell = book.add_format(frame)
        sheet = book.add_worksheet(plan_words().names["results"])
        write_text(sheet, 0, 0, title, book.add_format(font | {"bold": True, "font_size": 14}))
        write_text(sheet, 1, 0, RESULTS_WORKBOOK.lead)
        if facts.version is not None:
            write_text(sheet, 3, 0, RESULTS_WORKBOOK.mark.format(number=facts.version))
        write_text(
            sheet,
            2,
            0,
            PLAN_WORKBOOK.marking,
            book.add_format(font | {"bold": True, "font_color": "#C00000"}),
        )
        head = book.add_format(frame | {"bold": True, "align": "center", "bg_color": "#D9E2F3"})
        for place, (name, heading) in enumerate(columns.items()):
            sheet.set_column(place, place, _WIDTHS.get(name, _WIDTH))
            write_text(sheet, _HEAD, place, heading, head)
        lines = _lines(facts, people, only, known or {})
        for row, line in enumerate(lines, _HEAD + 1):
            for place, name in enumerate(columns):
                _write(sheet, row, place, line.get(name, ""), cell)
        _offer(sheet, list(columns).index("result"), len(lines))
        _set_up(sheet)
    return buffer.getvalue()


def _lines(
    facts: PlanFacts,
    people: Mapping[int, Official],
    only: Collection[int],
    known: Mapping[tuple[int, int], tuple[bool, str]],
) -> list[dict[str, str | int]]:
    words = plan_words()
    lines: list[dict[str, str | int]] = []
    for planned in facts.plan.classes:
        if only and planned.number not in only:
            continue
        seen = [(people[seat.official], seat.official) for seat in planned.seats if seat.official in people]
        for official, number in sorted(seen, key=lambda each: (name_sort_key(each[0].full_name), each[1])):
            result = known.get((planned.number, number))
            born = official.birth_date
            lines.append(
                {
                    "number": len(lines) + 1,
                    "class": planned.number,
                    "name": facts.course(planned.course).name,
                    "key": official.roster_key,
                    "full_name": official.full_name,
                    "birth": f"{born:%d/%m/%Y}" if born else str(official.birth_year or ""),
                    "title": facts.titles.label(official.title),
                    "unit": official.unit_name,
                    "result": words.label("result", "completed" if result[0] else "missed") if result else "",
                    "evidence": result[1] if result else "",
                }
            )
    return lines


def _write(sheet: Any, row: int, place: int, value: str | int, style: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, place, value, style)
    elif value:
        write_text(sheet, row, place, value, style)
    else:
        sheet.write_blank(row, place, None, style)


def _offer(sheet: Any, place: int, rows: int) -> None:
    """Let a result be chosen; how else it may be written stands beside the cell."""
    options = {
        "validate": "list",
        "source": list(plan_words().labels("result")),
        "show_error": False,
        "input_title": plan_words().tables["results"].columns["result"],
        "input_message": RESULTS_WORKBOOK.hint,
    }
    sheet.data_validation(_HEAD + 1, place, _HEAD + rows + _SPARE, place, options)


def _set_up(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.freeze_panes(_HEAD + 1, 5)
    sheet.set_header(f"&R{PLAN_WORKBOOK.marking}")
    sheet.set_footer(f"&R{PLAN_WORKBOOK.page.format(page='&P', pages='&N')}")
