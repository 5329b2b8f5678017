"""What the demo's office plans with: succession, learning under way, limits, in the workbook that an office sends."""

import io
from collections.abc import Mapping, Sequence
from typing import Final

from storage.records import OfficialRecord
from surveys.planning.book import plan_words
from surveys.titles import Titles

SUCCESSORS: Final[Mapping[str, str]] = {
    "pbt_tt": "bt",
    "pct_ubnd": "ct_ubnd",
    "pct_hdnd": "ct_hdnd",
    "doan": "pct_hdnd",
}
"""Who is planned for which title: the deputy for the head's."""
MOST_PLANNED: Final = 14
LEARNING: Final = 4
"""So many of those below the standard of political theory learn already."""
CLOSED: Final = (
    ("05/6/{year}", "20/6/{year}", "Thu hoạch lúa vụ chiêm xuân"),
    ("01/10/{year}", "15/10/{year}", "Thu hoạch lúa mùa"),
    ("20/12/{year}", "31/12/{year}", "Tổng kết năm"),
)
PLACES: Final = (
    ("Trung tâm chính trị", "", "90", "90", "90"),
    ("Trường Chính trị tỉnh", "", "60", "60", "60"),
)
BUDGETS: Final = (("Ngân sách tỉnh", "600.000.000"), ("Ngân sách địa phương", "350.000.000"))
DAYS_AWAY: Final = "12"


def sample_book(officials: Sequence[OfficialRecord], titles: Titles, year: int) -> bytes:
    """Return the workbook (.xlsx) of an office with these people. The same people give the same rows."""
    import xlsxwriter  # noqa: PLC0415 - only for this

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        for kind, rows in _tables(officials, titles, year).items():
            words = plan_words()
            columns = list(rows[0])
            sheet = book.add_worksheet(words.names[kind])
            sheet.write_row(0, 0, [words.tables[kind].columns[name] for name in columns])
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, [row[name] for name in columns])
    return buffer.getvalue()


def _tables(
    officials: Sequence[OfficialRecord], titles: Titles, year: int
) -> dict[str, list[dict[str, str]]]:
    known = [
        {
            "key": each.roster_key,
            "full_name": each.full_name,
            "unit": each.unit_name,
            "_title": each.title,
            "_pol": each.pol,
        }
        for each in officials
    ]
    planned = [
        _without(each) | {"planned": titles.label(SUCCESSORS[each["_title"]]), "term": f"{year}-{year + 5}"}
        for each in known
        if each["_title"] in SUCCESSORS
    ]
    lacking = [each for each in known if each["_pol"] in ("", "none", "sc")]
    learning = [
        _without(each)
        | {
            "name": "Trung cấp lý luận chính trị",
            "state": "Đang học",
            "from": f"01/02/{year}",
            "to": f"30/11/{year}",
        }
        for each in lacking[:LEARNING]
    ]
    return {
        "succession": planned[:MOST_PLANNED],
        "learning": learning,
        "closed": [
            {"from": first.format(year=year), "to": last.format(year=year), "reason": reason}
            for first, last, reason in CLOSED
        ],
        "places": [dict(zip(("place", "q1", "q2", "q3", "q4"), each, strict=True)) for each in PLACES],
        "budgets": [dict(zip(("source", "amount"), each, strict=True)) for each in BUDGETS],
        "absences": [{"unit": "Mọi đơn vị", "days_away": DAYS_AWAY, "per_person": "3"}],
    }


def _without(each: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in each.items() if not name.startswith("_")}
