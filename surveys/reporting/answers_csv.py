"""The answers of a wave as .csv: one row a case, codes as ODK exports them."""

import csv
import io
import re
from datetime import datetime, tzinfo
from typing import Final

from surveys.reporting.answers import AnswerTable, answer_columns

CASE_COLUMNS: Final = ("case", "roster_key", "disposition", "started_at", "completed_at", "mode")


NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_FORMULA: Final = re.compile(r"""(?:\A|(?<=[,;|"\t\r\n]))(?=[=+\-@\t\r＝＋－＠])""")
"""Where a formula would begin if a spreadsheet cut the file at any of the usual separators."""


def answers_csv(table: AnswerTable, *, is_exact: bool = False) -> bytes:
    """Return a .csv: ``CASE_COLUMNS``, then one column an item; commas, CRLF (RFC 4180).

    Every case has a row, also without answers. select_multiple is its codes separated by spaces, and so is a rank in
    its order, with a column behind it for the place of each choice; a moment is
    ISO 8601 with the offset of the table's zone ("2015-04-20T09:12:33+07:00"), a date ISO, a number a number.

    A file that opens in Excel by a double click must not run what somebody typed: in UTF-8 with BOM, an apostrophe
    stands before every ``=``, ``+``, ``-``, ``@`` with which a text, or what a separator makes a cell, begins.
    ``is_exact`` is for programs: every text as it was typed, UTF-8 without BOM.
    """
    columns = answer_columns(table.form)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    written = str if is_exact else harmless
    writer.writerow([*CASE_COLUMNS, *(written(column.name) for column in columns)])
    for row in table.rows:
        times = (_moment(moment, table.zone) for moment in (row.started_at, row.completed_at))
        values = (written(column.value(row.answers)) for column in columns)
        writer.writerow([row.case, written(row.roster_key), row.disposition, *times, row.mode, *values])
    return buffer.getvalue().encode("utf-8" if is_exact else "utf-8-sig", errors="replace")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; a plain number stays one."""
    return text if NUMBER.fullmatch(text) else _FORMULA.sub("'", text)


def _moment(moment: datetime | None, zone: tzinfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else ""
