"""The repeats of a form as .csv files of their own: one row an instance, as ODK exports them."""

import csv
import io
from collections.abc import Callable

from surveys.repeats import RepeatTable, repeat_tables
from surveys.reporting.answers import AnswerTable, instance_values, repeat_columns
from surveys.reporting.answers_csv import harmless

KEYS = ("case", "roster_key")


def repeats_csv(table: AnswerTable, *, is_exact: bool = False) -> dict[str, bytes]:
    """Return a .csv for each repeat by its name: whose it is, the number of the instance, its answers.

    Within another repeat the number of that one stands before its own. Whoever has no instance has no row.
    """
    written = str if is_exact else harmless
    rows = list(table.rows)
    tables = repeat_tables(table.form)
    whole = AnswerTable(table.form, rows, table.zone)
    return {each.repeat.name: _csv(whole, each, written, is_exact=is_exact) for each in tables}


def _csv(table: AnswerTable, repeat: RepeatTable, written: Callable[[str], str], *, is_exact: bool) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    columns = repeat_columns(table.form, repeat)
    numbers = [f"{name}_index" for name in repeat.chain]
    writer.writerow([*KEYS, *numbers, *(written(column.name) for column in columns)])
    for row in table.rows:
        for indices in repeat.present(row.answers):
            answers = instance_values(row.answers, repeat, indices)
            values = (written(column.value(answers)) for column in columns)
            writer.writerow([row.case, written(row.roster_key), *indices, *values])
    return buffer.getvalue().encode("utf-8" if is_exact else "utf-8-sig", errors="replace")
