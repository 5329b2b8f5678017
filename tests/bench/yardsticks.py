"""What the counting is compared with: DuckDB over the same answers as wide Parquet, and the plain way of ORM rows."""

import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Answer
from surveys.projection import Layout, Slot
from surveys.projection.layout import GIVEN
from surveys.projection.matrix import Matrix

Counts = Mapping[str, Mapping[str, int]]
"""How many gave each choice, by item and choice."""


class Parquet:
    """The answers of a matrix as a Parquet file that DuckDB wrote: a column of codes a question, one a tick.

    DuckDB works with two threads.
    """

    def __init__(self, matrix: Matrix, path: Path) -> None:
        self._path = path
        self._duck = duckdb.connect(config={"threads": 2})
        self._slots = coded(matrix.layout)
        columns: dict[str, np.ndarray] = {}
        for slot in self._slots:
            if slot.mask:
                ticked = matrix.chosen(slot.item)
                columns |= {f"{slot.item}.{code}": ticked[:, at] for at, code in enumerate(slot.codes)}
            else:
                columns[slot.item] = _words(matrix, slot)
        self._duck.register("columns", columns)
        self._duck.execute(f"COPY (SELECT * FROM columns) TO '{path}' (FORMAT parquet)")
        self._duck.unregister("columns")

    def counts(self) -> Counts:
        """Count every choice of every question."""
        return {slot.item: self._ticks(slot) if slot.mask else self._codes(slot) for slot in self._slots}

    def _codes(self, slot: Slot) -> dict[str, int]:
        query = f"SELECT \"{slot.item}\", count(*) FROM '{self._path}' GROUP BY 1"
        found = dict(self._duck.execute(query).fetchall())
        return {code: found.get(code, 0) for code in slot.codes}

    def _ticks(self, slot: Slot) -> dict[str, int]:
        sums = ", ".join(f'count_if("{slot.item}.{code}")' for code in slot.codes)
        row = self._duck.execute(f"SELECT {sums} FROM '{self._path}'").fetchone()
        assert row is not None
        return dict(zip(slot.codes, map(int, row), strict=True))

    def close(self) -> None:
        """Let the file go."""
        self._duck.close()


def coded(layout: Layout) -> list[Slot]:
    """Return the questions with choices: those that can be counted choice by choice."""
    return [slot for slot in layout.slots if slot.codes]


def _words(matrix: Matrix, slot: Slot) -> np.ndarray:
    """Return the codes answered as text; nothing where there is no answer."""
    words = np.array([None] * 256**slot.width, dtype=object)
    words[GIVEN : GIVEN + len(slot.codes)] = slot.codes
    return words[matrix.numbers(slot.item)]


async def count_by_orm(conn: AsyncConnection, people: int) -> tuple[float, int]:
    """Count the answers of the first ``people`` responses as rows of the ORM; return the seconds, and how many."""
    session = AsyncSession(bind=conn)
    began = time.perf_counter()
    found: Counter[tuple[str, str]] = Counter()
    for answer in await session.exec(select(Answer).where(Answer.response_id <= people)):
        found.update((answer.item, code) for code in answer.value.split())
    took = time.perf_counter() - began
    session.expunge_all()
    return took, found.total()
