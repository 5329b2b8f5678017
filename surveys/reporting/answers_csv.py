"""The answers of a wave for other programs: one row a case, codes as ODK exports them."""

import csv
import io
from datetime import datetime, tzinfo
from typing import Final

from surveys.reporting.answers import AnswerTable, answer_items

CASE_COLUMNS: Final = ("case", "roster_key", "disposition", "started_at", "completed_at")


def answers_csv(table: AnswerTable) -> bytes:
    """Return a .csv in UTF-8 with BOM: ``CASE_COLUMNS``, then one column an item; commas, CRLF (RFC 4180).

    Every case has a row, also without answers. select_multiple is its codes separated by spaces; a moment is
    ISO 8601 with the offset of the table's zone ("2015-04-20T09:12:33+07:00"), a date ISO, a number a number.

    Text stands exactly as it was typed, also when it begins with ``=``, ``+``, ``-`` or ``@``: this file is
    read by programs, and a mark put before such a text would change data ("-5", "+84…") and every program's
    counts. People open the workbook, in which no answer can become a formula; whoever opens the .csv in Excel
    must import it as text.
    """
    items = answer_items(table.form)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([*CASE_COLUMNS, *(item.name for item in items)])
    for row in table.rows:
        times = (_moment(moment, table.zone) for moment in (row.started_at, row.completed_at))
        values = (row.answers.get(item.name, "") for item in items)
        writer.writerow([row.case, row.roster_key, row.disposition, *times, *values])
    return buffer.getvalue().encode("utf-8-sig", errors="replace")


def _moment(moment: datetime | None, zone: tzinfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else ""
